from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('commentary', '0010_parts_published'),
    ]

    operations = [
        migrations.AddField(
            model_name='notice',
            name='is_held_back',
            field=models.BooleanField(default=False, editable=False, verbose_name='mail held back'),
        ),
    ]
