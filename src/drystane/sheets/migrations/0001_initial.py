import django.db.models.deletion
import drystane.sheets.models.exports
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='ExportJob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.sheets.models.exports.new_ref, editable=False, max_length=12, unique=True)),
                ('owner', models.CharField(db_index=True, max_length=12)),
                ('listing', models.CharField(max_length=60)),
                ('kind', models.CharField(max_length=4)),
                ('query', models.TextField(blank=True)),
                ('purpose', models.CharField(blank=True, max_length=300)),
                ('title', models.CharField(max_length=160)),
                ('marking', models.CharField(max_length=60)),
                ('note', models.TextField(blank=True)),
                ('asked_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('working', 'Being made'), ('done', 'Ready'), ('failed', 'Could not be made')], default='waiting', max_length=10)),
                ('why', models.CharField(blank=True, max_length=300)),
                ('rows_done', models.PositiveIntegerField(default=0)),
                ('rows_total', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='ColumnMap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('owner', models.CharField(max_length=12)),
                ('kind', models.CharField(max_length=30)),
                ('signature', models.CharField(max_length=64)),
                ('columns', models.JSONField()),
                ('saved_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('owner', 'kind', 'signature'), name='one_map_for_the_same_headings')],
            },
        ),
        migrations.CreateModel(
            name='ImportJob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.sheets.models.exports.new_ref, editable=False, max_length=12, unique=True)),
                ('owner', models.CharField(db_index=True, max_length=12)),
                ('kind', models.CharField(max_length=30)),
                ('file_name', models.CharField(max_length=200)),
                ('sha256', models.CharField(max_length=64)),
                ('asked_at', models.DateTimeField()),
                ('purpose', models.CharField(blank=True, max_length=300)),
                ('state', models.CharField(choices=[('read', 'Waiting for you to decide'), ('working', 'Being brought in'), ('done', 'Brought in'), ('undoing', 'Being undone'), ('failed', 'Not brought in'), ('undone', 'Undone'), ('discarded', 'Discarded')], default='read', max_length=10)),
                ('choices', models.JSONField(default=dict)),
                ('previewed', models.CharField(blank=True, max_length=64)),
                ('counts', models.JSONField(default=dict)),
                ('why', models.CharField(blank=True, max_length=300)),
                ('decided_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='ImportedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='sheets.importjob')),
                ('ref', models.CharField(max_length=12)),
                ('before', models.JSONField(null=True)),
                ('after', models.JSONField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('job', 'ref'), name='a_record_once_in_an_import')],
            },
        ),
    ]
