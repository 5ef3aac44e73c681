import django.db.models.deletion
import drystane.audit.refs
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('documents', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Threat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('code', models.SlugField(max_length=80, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('kind', models.CharField(choices=[('primary', 'Directly profitable'), ('secondary', 'Supports other crime'), ('channel', 'New channel'), ('theme', 'Theme')], max_length=12)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ThreatView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.source')),
                ('place', models.CharField(blank=True, help_text='The page or section of the source.', max_length=200)),
                ('cite_status', models.CharField(choices=[('sourced', 'Sourced'), ('partial', 'Source seen in part'), ('unverified', 'Not checked'), ('draft', 'Our own draft'), ('invented', 'Invented')], default='draft', max_length=12, verbose_name='checked')),
                ('cite_note', models.TextField(blank=True, verbose_name='note on the source')),
                ('threat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='views', to='threats.threat')),
                ('period', models.CharField(max_length=60)),
                ('direction', models.CharField(choices=[('up', 'Up'), ('down', 'Down'), ('new', 'New'), ('changed', 'Changed'), ('unknown', 'Not known')], max_length=10)),
                ('confidence', models.CharField(choices=[('firm', 'Firm'), ('reported', 'Reported'), ('uncertain', 'Uncertain')], max_length=10)),
                ('text', models.TextField(blank=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('cite_status__in', ('sourced', 'partial')), _negated=True), ('source__isnull', False), _connector='OR'), name='threats_threatview_sourced_has_source', violation_error_message='Name the source, or say that this was not checked.'), models.UniqueConstraint(fields=('threat', 'period', 'source'), name='one_view_a_source_and_period')],
            },
        ),
    ]
