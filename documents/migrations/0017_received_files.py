"""Received files, and the page of each clause in them.

A received file is what an edition was made from: nobody alters it, and its digest is
that of its bytes. Which file a text is from is in the language's row, which is frozen
with its edition, and a file that a row names cannot be removed.
"""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


LASTING = """
ALTER TABLE documents_receivedfile
    ADD CONSTRAINT documents_receivedfile_has_its_digest
        CHECK (sha256 = encode(sha256(content), 'hex') AND size = octet_length(content)),
    -- Not packed, so that a piece can be read without the rest.
    ALTER COLUMN content SET STORAGE EXTERNAL;

CREATE FUNCTION documents_receivedfile_is_lasting() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM documents_refuse('A received file cannot be altered.');
END
$$;

CREATE TRIGGER documents_receivedfile_is_lasting
    BEFORE UPDATE OF sha256, format, size, content ON documents_receivedfile
    FOR EACH ROW EXECUTE FUNCTION documents_receivedfile_is_lasting();
CREATE TRIGGER documents_receivedfile_no_truncate
    BEFORE TRUNCATE ON documents_receivedfile
    FOR EACH STATEMENT EXECUTE FUNCTION documents_table_is_frozen();
"""
LASTING_REVERSED = """
DROP TRIGGER documents_receivedfile_no_truncate ON documents_receivedfile;
DROP TRIGGER documents_receivedfile_is_lasting ON documents_receivedfile;
DROP FUNCTION documents_receivedfile_is_lasting();
ALTER TABLE documents_receivedfile
    DROP CONSTRAINT documents_receivedfile_has_its_digest;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('documents', '0016_withdrawals_kept'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReceivedFile',
            fields=[
                ('sha256', models.CharField(max_length=64, primary_key=True, serialize=False, validators=[django.core.validators.RegexValidator('^[0-9a-f]{64}\\Z', 'Enter a SHA-256 in hexadecimal.')], verbose_name='SHA-256')),
                ('format', models.CharField(choices=[('pdf', 'PDF'), ('docx', 'Word'), ('html', 'HTML'), ('txt', 'plain text')], max_length=10, verbose_name='format')),
                ('size', models.PositiveIntegerField(verbose_name='size in bytes')),
                ('content', models.BinaryField(verbose_name='bytes of the file')),
                ('received_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='received at')),
            ],
            options={
                'verbose_name': 'received file',
                'verbose_name_plural': 'received files',
                'default_permissions': (),
            },
        ),
        migrations.RunSQL(LASTING, LASTING_REVERSED),
        migrations.AddField(
            model_name='clauseversion',
            name='page',
            field=models.PositiveIntegerField(blank=True, editable=False, null=True, verbose_name='page of the received file'),
        ),
        migrations.AddField(
            model_name='clauseversion',
            name='page_en',
            field=models.PositiveIntegerField(blank=True, editable=False, null=True, verbose_name='page of the received file'),
        ),
        migrations.AddField(
            model_name='clauseversion',
            name='page_ru',
            field=models.PositiveIntegerField(blank=True, editable=False, null=True, verbose_name='page of the received file'),
        ),
        migrations.AddField(
            model_name='clauseversion',
            name='page_zh_hans',
            field=models.PositiveIntegerField(blank=True, editable=False, null=True, verbose_name='page of the received file'),
        ),
        migrations.AddField(
            model_name='languageversion',
            name='received',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='languages', to='documents.receivedfile', verbose_name='received file'),
        ),
    ]
