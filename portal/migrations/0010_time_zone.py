import portal.people.timezones
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0009_reference_roles'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='timezone',
            field=models.CharField(blank=True, help_text='Times are shown in it, and digests come in its morning.', max_length=64, validators=[portal.people.timezones.validate_timezone], verbose_name='time zone'),
        ),
    ]
