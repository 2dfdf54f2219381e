"""Words of a comment that a reply quotes; they touch the document."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

from documents.models.touches import touching

OF_REPLY = """
SELECT clause.document_id FROM changed
JOIN commentary_comment reply ON reply.id = changed.reply_id
JOIN documents_clause clause ON clause.id = reply.clause_id
"""


class Migration(migrations.Migration):

    dependencies = [
        ('commentary', '0022_waiting_comments'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReplyQuote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('exact', models.TextField(verbose_name='quoted words')),
                ('revision', models.PositiveIntegerField(help_text='Of the comment that is quoted.', verbose_name='revision')),
                ('reply', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='reply_quote', to='commentary.comment', verbose_name='reply')),
            ],
            options={
                'verbose_name': 'quote from a comment',
                'verbose_name_plural': 'quotes from comments',
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('exact', ''), _negated=True), name='commentary_replyquote_not_empty')],
            },
        ),
        migrations.RunSQL(*touching("commentary_replyquote", OF_REPLY)),
    ]
