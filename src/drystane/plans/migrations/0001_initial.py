import django.db.models.deletion
import drystane.audit.refs
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '0001_initial'),
        ('assessment', '0001_initial'),
        ('documents', '0001_initial'),
        ('partners', '0001_initial'),
        ('strategy', '0001_initial'),
        ('threats', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.group')),
                ('code', models.SlugField(max_length=60, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('about', models.TextField(blank=True)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='plans.plan')),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='plan_ends_after_it_starts', violation_error_message='A plan cannot end before it starts.'), models.CheckConstraint(condition=models.Q(('parent', models.F('pk')), _negated=True), name='plan_is_not_its_own_parent', violation_error_message='A plan cannot be its own parent.')],
            },
        ),
        migrations.CreateModel(
            name='PlanMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='plans.plan')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='strategy.message')),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('added_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('plan', 'message'), name='message_once_in_a_plan', violation_error_message='This plan carries that message already.')],
            },
        ),
        migrations.CreateModel(
            name='Action',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('marking', models.CharField(choices=[('official', 'OFFICIAL'), ('sensitive', 'OFFICIAL-SENSITIVE')], default='official', max_length=10)),
                ('descriptor', models.CharField(blank=True, choices=[('commercial', 'COMMERCIAL'), ('personal', 'PERSONAL'), ('locsen', 'LOCSEN')], default='', max_length=12)),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.source')),
                ('place', models.CharField(blank=True, help_text='The page or section of the source.', max_length=200)),
                ('cite_status', models.CharField(choices=[('sourced', 'Sourced'), ('partial', 'Source seen in part'), ('unverified', 'Not checked'), ('draft', 'Our own draft'), ('invented', 'Invented')], default='draft', max_length=12, verbose_name='checked')),
                ('cite_note', models.TextField(blank=True, verbose_name='note on the source')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='plans.plan')),
                ('code', models.CharField(blank=True, help_text="The partnership's own number, if it has one.", max_length=20)),
                ('title', models.CharField(max_length=200)),
                ('detail', models.TextField(blank=True)),
                ('objective', models.CharField(blank=True, help_text='DIVERT, DETER, DETECT or DISRUPT.', max_length=20)),
                ('recommendation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='strategy.recommendation')),
                ('gap', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assessment.gap')),
                ('message', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='strategy.message')),
                ('threat', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='threats.threat')),
                ('lead_person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lead_body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.organisation')),
                ('lead_service', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.service')),
                ('resources', models.TextField(blank=True, help_text='What it takes, in words.')),
                ('money', models.DecimalField(blank=True, decimal_places=2, max_digits=12, null=True, verbose_name='pounds')),
                ('staff_days', models.DecimalField(blank=True, decimal_places=1, max_digits=8, null=True)),
                ('prevention_level', models.CharField(blank=True, choices=[('primary', 'Primary: before anything has happened'), ('secondary', 'Secondary: where the risk is higher'), ('tertiary', 'Tertiary: after harm, so that it does not return')], max_length=10)),
                ('community', models.CharField(choices=[('none', 'None'), ('informed', 'Informed'), ('consulted', 'Consulted'), ('involved', 'Involved'), ('led', 'Led by the community')], default='none', max_length=10)),
                ('community_text', models.TextField(blank=True)),
                ('starts_on', models.DateField(blank=True, null=True)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('original_due_on', models.DateField(blank=True, null=True)),
                ('measure', models.TextField(blank=True, help_text='How anybody will know it made a difference.')),
                ('baseline', models.CharField(blank=True, max_length=200)),
                ('target', models.CharField(blank=True, max_length=200)),
                ('status', models.CharField(choices=[('proposed', 'Proposed'), ('agreed', 'Agreed'), ('under_way', 'Under way'), ('done', 'Done'), ('mainstreamed', 'Mainstreamed'), ('dropped', 'Dropped')], default='proposed', max_length=12)),
                ('mainstreamed_on', models.DateField(blank=True, null=True)),
                ('mainstreamed_to', models.CharField(blank=True, help_text='Who carries it on as everyday work.', max_length=200)),
                ('last_update_on', models.DateField(blank=True, null=True)),
                ('last_progress', models.CharField(blank=True, max_length=10)),
                ('brag_override', models.CharField(blank=True, choices=[('red', 'Red'), ('amber', 'Amber'), ('green', 'Green')], max_length=10)),
                ('proposed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('marked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('invented', models.CharField(blank=True, help_text='The parts made up for the worked example, in words.', max_length=300)),
                ('version', models.PositiveIntegerField(default=1)),
                ('supporting_bodies', models.ManyToManyField(blank=True, related_name='+', to='partners.organisation')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['plan', 'status', 'due_on', 'marking', 'lead_person', 'brag_override', 'last_progress', 'starts_on', 'last_update_on', 'ref'], name='action_by_plan_and_status'), models.Index(fields=['lead_person', 'status'], name='action_by_lead_person'), models.Index(fields=['recommendation', 'status', 'due_on', 'lead_person', 'marking', 'plan'], name='action_by_recommendation')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('descriptor', ''), ('marking', 'official')), models.Q(('marking', 'sensitive'), models.Q(('descriptor', ''), _negated=True)), _connector='OR'), name='plans_action_descriptor_with_sensitive', violation_error_message='Say why it is OFFICIAL-SENSITIVE (commercial, personal or local), and only then.'), models.CheckConstraint(condition=models.Q(models.Q(('cite_status__in', ('sourced', 'partial')), _negated=True), ('source__isnull', False), _connector='OR'), name='plans_action_sourced_has_source', violation_error_message='Name the source, or say that this was not checked.'), models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('starts_on')), ('due_on', None), ('starts_on', None), _connector='OR'), name='action_due_after_start', violation_error_message='An action cannot be due before it starts.'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'mainstreamed'), _negated=True), models.Q(('mainstreamed_on__isnull', False), models.Q(('mainstreamed_to', ''), _negated=True)), _connector='OR'), name='mainstreamed_actions_say_when_and_to_whom', violation_error_message='Say when the action became everyday work, and whose.'), models.CheckConstraint(condition=models.Q(models.Q(('money', None), ('money__gte', 0), _connector='OR'), models.Q(('staff_days', None), ('staff_days__gte', 0), _connector='OR')), name='action_resources_are_not_negative', violation_error_message='Resources cannot be less than nothing.'), models.CheckConstraint(condition=models.Q(('brag_override', ''), ('status__in', ['agreed', 'proposed', 'under_way']), _connector='OR'), name='only_open_actions_are_judged', violation_error_message='Only an open action can be judged to be another colour.')],
            },
        ),
        migrations.CreateModel(
            name='Move',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='plans.action')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('before', models.CharField(blank=True, choices=[('proposed', 'Proposed'), ('agreed', 'Agreed'), ('under_way', 'Under way'), ('done', 'Done'), ('mainstreamed', 'Mainstreamed'), ('dropped', 'Dropped')], max_length=12)),
                ('to', models.CharField(choices=[('proposed', 'Proposed'), ('agreed', 'Agreed'), ('under_way', 'Under way'), ('done', 'Done'), ('mainstreamed', 'Mainstreamed'), ('dropped', 'Dropped')], max_length=12)),
                ('why', models.TextField(blank=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Update',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='plans.action')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('on', models.DateField()),
                ('progress', models.CharField(choices=[('on_track', 'On track'), ('at_risk', 'At risk'), ('off_track', 'Off track'), ('done', 'Done')], max_length=10)),
                ('text', models.TextField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='plans.action')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('before', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Redating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='plans.action')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('before', models.DateField(null=True)),
                ('to', models.DateField()),
                ('why', models.TextField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('before', None), models.Q(('before', models.F('to')), _negated=True), _connector='OR'), name='redating_changes_the_date', violation_error_message='That is the date it has already.')],
            },
        ),
        migrations.CreateModel(
            name='BragOverride',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='plans.action')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('colour', models.CharField(blank=True, choices=[('red', 'Red'), ('amber', 'Amber'), ('green', 'Green')], max_length=10)),
                ('why', models.TextField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MarkingMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='plans.action')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('before', models.CharField(choices=[('official', 'OFFICIAL'), ('sensitive', 'OFFICIAL-SENSITIVE')], max_length=10)),
                ('before_descriptor', models.CharField(blank=True, choices=[('commercial', 'COMMERCIAL'), ('personal', 'PERSONAL'), ('locsen', 'LOCSEN')], max_length=12)),
                ('to', models.CharField(choices=[('official', 'OFFICIAL'), ('sensitive', 'OFFICIAL-SENSITIVE')], max_length=10)),
                ('to_descriptor', models.CharField(blank=True, choices=[('commercial', 'COMMERCIAL'), ('personal', 'PERSONAL'), ('locsen', 'LOCSEN')], max_length=12)),
                ('why', models.TextField(blank=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('to', 'sensitive'), models.Q(('why', ''), _negated=True), _connector='OR'), name='lowering_a_marking_says_why', violation_error_message='Say why it is no longer sensitive.')],
            },
        ),
    ]
