from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('commentary', '0007_reference_notices'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='comment',
            name='commentary_comment_says_something',
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('withdrawn', 'rejected')), models.Q(('source', ''), _negated=True), _connector='OR'), name='commentary_comment_says_something'),
        ),
    ]
