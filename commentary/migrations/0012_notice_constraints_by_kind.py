from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('commentary', '0011_notices_held_back'),
        ('documents', '0006_instrument_register'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='notice',
            name='commentary_notice_is_about_something',
        ),
        migrations.RemoveConstraint(
            model_name='notice',
            name='commentary_notice_look_once',
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('comment__isnull', False), ('edition', None), ('kind__in', ('reply', 'mention', 'watched')), ('reference', None)), models.Q(('comment', None), ('edition__isnull', False), ('kind__in', ('edition', 'quote')), ('reference', None)), models.Q(('comment', None), ('edition', None), ('kind__in', ('reference', 'decided')), ('reference__isnull', False)), models.Q(('comment', None), ('edition__isnull', False), ('kind__in', ('look_again',)), ('reference__isnull', False)), _connector='OR'), name='commentary_notice_is_about_something'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(condition=models.Q(('kind__in', ('look_again',))), fields=('person', 'reference', 'edition'), name='commentary_notice_look_once'),
        ),
    ]
