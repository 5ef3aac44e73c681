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
        migrations.CreateModel(
            name='CountSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.source')),
                ('place', models.CharField(blank=True, help_text='The page or section of the source.', max_length=200)),
                ('cite_status', models.CharField(choices=[('sourced', 'Sourced'), ('partial', 'Source seen in part'), ('unverified', 'Not checked'), ('draft', 'Our own draft'), ('invented', 'Invented')], default='draft', max_length=12, verbose_name='checked')),
                ('cite_note', models.TextField(blank=True, verbose_name='note on the source')),
                ('code', models.SlugField(max_length=80, unique=True)),
                ('name', models.CharField(max_length=200, verbose_name='what is counted')),
                ('threat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='series', to='threats.threat')),
                ('course', models.CharField(choices=[('up', 'Up'), ('down', 'Down'), ('uncertain', 'Uncertain'), ('not known', 'Not known')], max_length=10)),
                ('why', models.TextField(help_text='The sentence that says why the course is what it is.')),
                ('change', models.FloatField(blank=True, help_text='Each year, as a share.', null=True)),
                ('low', models.FloatField(blank=True, null=True)),
                ('high', models.FloatField(blank=True, null=True)),
                ('method', models.CharField(blank=True, choices=[('quasi-Poisson', 'Quasi-poisson'), ('negative binomial', 'Negative binomial')], max_length=20)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('cite_status__in', ('sourced', 'partial')), _negated=True), ('source__isnull', False), _connector='OR'), name='threats_countseries_sourced_has_source', violation_error_message='Name the source, or say that this was not checked.'), models.CheckConstraint(condition=models.Q(models.Q(('change__isnull', False), ('high__isnull', False), ('low__isnull', False)), models.Q(('change__isnull', True), ('high__isnull', True), ('low__isnull', True)), _connector='OR'), name='series_change_has_interval', violation_error_message='Give all of these or none: change, low, high.'), models.CheckConstraint(condition=models.Q(models.Q(('change__isnull', True), ('course', 'not known')), models.Q(models.Q(('course', 'not known'), _negated=True), ('change__isnull', False)), _connector='OR'), name='series_not_known_has_no_change', violation_error_message='A course that is not known has no yearly change.')],
            },
        ),
        migrations.CreateModel(
            name='YearCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='counts', to='threats.countseries')),
                ('year', models.PositiveSmallIntegerField()),
                ('count', models.PositiveIntegerField(blank=True, null=True)),
                ('among', models.FloatField(blank=True, help_text='The population.', null=True, verbose_name='counted among')),
                ('counted_otherwise', models.CharField(blank=True, help_text='What was changed in the counting, from this year on.', max_length=200)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('series', 'year'), name='one_count_a_series_and_year'), models.CheckConstraint(condition=models.Q(('among__isnull', True), ('among__gt', 0), _connector='OR'), name='counted_among_somebody', violation_error_message='Give a population above nothing.')],
            },
        ),
    ]
