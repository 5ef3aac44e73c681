import django.db.models.deletion
import drystane.audit.refs
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '0001_initial'),
        ('documents', '0001_initial'),
        ('partners', '0001_initial'),
        ('threats', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Strategy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('code', models.SlugField(max_length=60, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('publisher', models.CharField(max_length=200)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.source')),
                ('place', models.CharField(blank=True, help_text='The page or section of the source.', max_length=200)),
                ('cite_status', models.CharField(choices=[('sourced', 'Sourced'), ('partial', 'Source seen in part'), ('unverified', 'Not checked'), ('draft', 'Our own draft'), ('invented', 'Invented')], default='draft', max_length=12, verbose_name='checked')),
                ('cite_note', models.TextField(blank=True, verbose_name='note on the source')),
                ('strategy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='strategy.strategy')),
                ('code', models.SlugField(max_length=20)),
                ('title', models.CharField(max_length=200)),
                ('published_on', models.DateField()),
                ('published_text', models.CharField(blank=True, help_text='Where the day is not known: June 2009.', max_length=40)),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='strategy.edition')),
                ('vision', models.TextField(blank=True)),
                ('aim', models.TextField(blank=True)),
                ('theory', models.TextField(blank=True)),
                ('changes', models.TextField(blank=True, help_text='What this edition changed.')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('cite_status__in', ('sourced', 'partial')), _negated=True), ('source__isnull', False), _connector='OR'), name='strategy_edition_sourced_has_source', violation_error_message='Name the source, or say that this was not checked.'), models.UniqueConstraint(fields=('strategy', 'code'), name='edition_code_once_in_its_strategy')],
            },
        ),
        migrations.CreateModel(
            name='Objective',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.source')),
                ('place', models.CharField(blank=True, help_text='The page or section of the source.', max_length=200)),
                ('cite_status', models.CharField(choices=[('sourced', 'Sourced'), ('partial', 'Source seen in part'), ('unverified', 'Not checked'), ('draft', 'Our own draft'), ('invented', 'Invented')], default='draft', max_length=12, verbose_name='checked')),
                ('cite_note', models.TextField(blank=True, verbose_name='note on the source')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objectives', to='strategy.edition')),
                ('code', models.CharField(max_length=20)),
                ('order', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=80)),
                ('text', models.TextField(blank=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('cite_status__in', ('sourced', 'partial')), _negated=True), ('source__isnull', False), _connector='OR'), name='strategy_objective_sourced_has_source', violation_error_message='Name the source, or say that this was not checked.'), models.UniqueConstraint(fields=('edition', 'code'), name='objective_code_once_in_its_edition')],
            },
        ),
        migrations.CreateModel(
            name='Recommendation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.source')),
                ('place', models.CharField(blank=True, help_text='The page or section of the source.', max_length=200)),
                ('cite_status', models.CharField(choices=[('sourced', 'Sourced'), ('partial', 'Source seen in part'), ('unverified', 'Not checked'), ('draft', 'Our own draft'), ('invented', 'Invented')], default='draft', max_length=12, verbose_name='checked')),
                ('cite_note', models.TextField(blank=True, verbose_name='note on the source')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recommendations', to='strategy.edition')),
                ('objective', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recommendations', to='strategy.objective')),
                ('objective_status', models.CharField(choices=[('sourced', 'As the source gives it'), ('draft', 'Draft: assigned by us')], max_length=10)),
                ('audience', models.CharField(choices=[('individuals', 'Individuals'), ('communities', 'Communities'), ('businesses', 'Businesses'), ('banks', 'Banks and financial services'), ('third_sector', 'Third sector'), ('local_authorities', 'Local authorities and public bodies'), ('elected_representatives', 'Elected representatives'), ('law_enforcement', 'Law enforcement'), ('partnership', 'The partnership')], max_length=30)),
                ('code', models.CharField(max_length=30, unique=True)),
                ('order', models.PositiveIntegerField(default=0)),
                ('text', models.TextField()),
            ],
            options={
                'indexes': [models.Index(fields=['edition', 'order'], name='recommendation_in_order')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('cite_status__in', ('sourced', 'partial')), _negated=True), ('source__isnull', False), _connector='OR'), name='strategy_recommendation_sourced_has_source', violation_error_message='Name the source, or say that this was not checked.')],
            },
        ),
        migrations.CreateModel(
            name='Adoption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adoptions', to='strategy.edition')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.group')),
                ('adopted_on', models.DateField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('why', models.TextField(blank=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('edition', 'group'), name='edition_adopted_once_by_a_board', violation_error_message='The board has adopted this edition already.')],
            },
        ),
        migrations.CreateModel(
            name='Figure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.source')),
                ('place', models.CharField(blank=True, help_text='The page or section of the source.', max_length=200)),
                ('cite_status', models.CharField(choices=[('sourced', 'Sourced'), ('partial', 'Source seen in part'), ('unverified', 'Not checked'), ('draft', 'Our own draft'), ('invented', 'Invented')], default='draft', max_length=12, verbose_name='checked')),
                ('cite_note', models.TextField(blank=True, verbose_name='note on the source')),
                ('edition', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='strategy.edition')),
                ('code', models.SlugField(max_length=80, unique=True)),
                ('measure', models.SlugField(help_text='The same for every figure of one series.', max_length=80)),
                ('label', models.CharField(max_length=200)),
                ('value', models.DecimalField(decimal_places=2, max_digits=18)),
                ('unit', models.CharField(choices=[('percent', 'per cent'), ('groups', 'groups'), ('people', 'people'), ('pounds', 'pounds'), ('years', 'years'), ('count', '')], max_length=10)),
                ('qualifier', models.CharField(blank=True, help_text='about, over, nearly, at least', max_length=20)),
                ('base', models.CharField(blank=True, help_text='Of what: 150 of 232 groups.', max_length=200)),
                ('as_of', models.DateField(blank=True, null=True)),
                ('as_of_text', models.CharField(blank=True, max_length=60)),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('cite_status__in', ('sourced', 'partial')), _negated=True), ('source__isnull', False), _connector='OR'), name='strategy_figure_sourced_has_source', violation_error_message='Name the source, or say that this was not checked.')],
            },
        ),
        migrations.CreateModel(
            name='Contradiction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('figure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contradictions', to='strategy.figure')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='strategy.figure')),
                ('why', models.TextField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('figure', 'other'), name='contradiction_said_once'), models.CheckConstraint(condition=models.Q(('figure', models.F('other')), _negated=True), name='figure_does_not_contradict_itself', violation_error_message='A figure cannot contradict itself.')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.source')),
                ('place', models.CharField(blank=True, help_text='The page or section of the source.', max_length=200)),
                ('cite_status', models.CharField(choices=[('sourced', 'Sourced'), ('partial', 'Source seen in part'), ('unverified', 'Not checked'), ('draft', 'Our own draft'), ('invented', 'Invented')], default='draft', max_length=12, verbose_name='checked')),
                ('cite_note', models.TextField(blank=True, verbose_name='note on the source')),
                ('edition', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='strategy.edition')),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.group')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('audience', models.CharField(choices=[('individuals', 'Individuals'), ('communities', 'Communities'), ('businesses', 'Businesses'), ('banks', 'Banks and financial services'), ('third_sector', 'Third sector'), ('local_authorities', 'Local authorities and public bodies'), ('elected_representatives', 'Elected representatives'), ('law_enforcement', 'Law enforcement'), ('partnership', 'The partnership')], max_length=30)),
                ('text', models.TextField()),
                ('threat', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='threats.threat')),
                ('objective', models.CharField(blank=True, choices=[('DIVERT', 'Divert'), ('DETER', 'Deter'), ('DETECT', 'Detect'), ('DISRUPT', 'Disrupt')], max_length=10)),
                ('written_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('cite_status__in', ('sourced', 'partial')), _negated=True), ('source__isnull', False), _connector='OR'), name='strategy_message_sourced_has_source', violation_error_message='Name the source, or say that this was not checked.'), models.CheckConstraint(condition=models.Q(('edition', None), ('group', None), _connector='XOR'), name='message_is_an_editions_or_a_groups', violation_error_message='A message belongs to an edition or to a group.')],
            },
        ),
        migrations.CreateModel(
            name='CaseStudy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.source')),
                ('place', models.CharField(blank=True, help_text='The page or section of the source.', max_length=200)),
                ('cite_status', models.CharField(choices=[('sourced', 'Sourced'), ('partial', 'Source seen in part'), ('unverified', 'Not checked'), ('draft', 'Our own draft'), ('invented', 'Invented')], default='draft', max_length=12, verbose_name='checked')),
                ('cite_note', models.TextField(blank=True, verbose_name='note on the source')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='case_studies', to='strategy.edition')),
                ('code', models.CharField(max_length=60, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('objective', models.CharField(blank=True, help_text='DIVERT, DETER, DETECT or DISRUPT.', max_length=20)),
                ('threat', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='threats.threat')),
                ('who_was_harmed', models.TextField(blank=True)),
                ('partners', models.TextField(blank=True)),
                ('what_was_done', models.TextField(blank=True)),
                ('result', models.TextField(blank=True)),
                ('lesson', models.TextField(blank=True)),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('cite_status__in', ('sourced', 'partial')), _negated=True), ('source__isnull', False), _connector='OR'), name='strategy_casestudy_sourced_has_source', violation_error_message='Name the source, or say that this was not checked.')],
            },
        ),
        migrations.CreateModel(
            name='Comparison',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('earlier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='strategy.edition')),
                ('later', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='strategy.edition')),
                ('kept_by', models.ForeignKey(help_text='The board that decides.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.group')),
                ('run_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('run_at', models.DateTimeField()),
                ('method', models.CharField(max_length=60)),
                ('fingerprint', models.CharField(help_text='Of all the texts compared.', max_length=64)),
                ('messages', models.TextField(blank=True, help_text='What became of each message, as the last run saw it.')),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('earlier', 'later'), name='two_editions_compared_once'), models.CheckConstraint(condition=models.Q(('earlier', models.F('later')), _negated=True), name='an_edition_is_compared_with_another', violation_error_message='Choose two different editions.')],
            },
        ),
        migrations.CreateModel(
            name='Correspondence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('comparison', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='correspondences', to='strategy.comparison')),
                ('kind', models.CharField(choices=[('kept', 'Kept'), ('reworded', 'Reworded'), ('moved', 'Moved'), ('split', 'Split'), ('merged', 'Merged'), ('new', 'New'), ('dropped', 'Dropped')], max_length=10)),
                ('order', models.PositiveIntegerField(default=0, help_text='As a reader of the later edition meets it.')),
                ('proposed', models.CharField(blank=True, choices=[('kept', 'Kept'), ('reworded', 'Reworded'), ('moved', 'Moved'), ('split', 'Split'), ('merged', 'Merged'), ('new', 'New'), ('dropped', 'Dropped')], max_length=10)),
                ('score', models.FloatField(help_text='How sure the proposal is, from 0 to 1.', null=True)),
                ('reasons', models.TextField(blank=True, help_text='Why it was proposed, a line each.')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('why', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'indexes': [models.Index(fields=['comparison', 'order'], name='correspondence_in_order')],
                'constraints': [models.CheckConstraint(condition=models.Q(('score', None), models.Q(('score__gte', 0), ('score__lte', 1)), _connector='OR'), name='a_correspondence_is_as_sure_as_a_share', violation_error_message='How sure it is lies between 0 and 1.'), models.CheckConstraint(condition=models.Q(('decided_by', None), ('decided_at__isnull', False), _connector='OR'), name='what_somebody_decided_says_when', violation_error_message='A decision says when it was made.')],
            },
        ),
        migrations.CreateModel(
            name='Counterpart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('comparison', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='counterparts', to='strategy.comparison')),
                ('correspondence', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='counterparts', to='strategy.correspondence')),
                ('recommendation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='strategy.recommendation')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='strategy.edition')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('comparison', 'recommendation'), name='a_recommendation_corresponds_once')],
            },
        ),
        migrations.CreateModel(
            name='Ruling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('comparison', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rulings', to='strategy.comparison')),
                ('kind', models.CharField(choices=[('kept', 'Kept'), ('reworded', 'Reworded'), ('moved', 'Moved'), ('split', 'Split'), ('merged', 'Merged'), ('new', 'New'), ('dropped', 'Dropped')], max_length=10)),
                ('before', models.TextField(blank=True)),
                ('after', models.TextField(blank=True)),
                ('is_taken_back', models.BooleanField(default=False)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('why', models.TextField(blank=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Wording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='wordings', to='strategy.message')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.group')),
                ('language', models.CharField(choices=[('en', 'English'), ('gd', 'Gaelic')], max_length=2)),
                ('is_easy', models.BooleanField(default=False, verbose_name='easy to read')),
                ('text', models.TextField()),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_at', models.DateTimeField()),
                ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('checked_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('checked_at__isnull', False), ('checked_by__isnull', False)), models.Q(('checked_at__isnull', True), ('checked_by__isnull', True)), _connector='OR'), name='wording_checked_by_and_when', violation_error_message='Give all of these or none: checked_by, checked_at.'), models.CheckConstraint(condition=models.Q(('is_easy', False), ('language', 'en'), _negated=True), name='wording_is_not_the_message_itself', violation_error_message='That is the message itself. Choose easy to read, or Gaelic.'), models.CheckConstraint(condition=models.Q(('checked_by', None), models.Q(('checked_by', models.F('written_by')), _negated=True), _connector='OR'), name='wording_is_checked_by_another', violation_error_message='Somebody else has to check these words.'), models.UniqueConstraint(fields=('message', 'group', 'language', 'is_easy'), name='one_wording_of_a_kind_a_group', violation_error_message='Your group has these words already. Change them instead.')],
            },
        ),
        migrations.AddField(
            model_name='figure',
            name='contradicted_by',
            field=models.ManyToManyField(through='strategy.Contradiction', through_fields=('figure', 'other'), to='strategy.figure'),
        ),
        migrations.AddField(
            model_name='correspondence',
            name='recommendations',
            field=models.ManyToManyField(related_name='+', through='strategy.Counterpart', to='strategy.recommendation'),
        ),
    ]
