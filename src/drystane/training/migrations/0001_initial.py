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
        ('plans', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Course',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.source')),
                ('place', models.CharField(blank=True, help_text='The page or section of the source.', max_length=200)),
                ('cite_status', models.CharField(choices=[('sourced', 'Sourced'), ('partial', 'Source seen in part'), ('unverified', 'Not checked'), ('draft', 'Our own draft'), ('invented', 'Invented')], default='draft', max_length=12, verbose_name='checked')),
                ('cite_note', models.TextField(blank=True, verbose_name='note on the source')),
                ('code', models.SlugField(max_length=60, unique=True)),
                ('title', models.CharField(max_length=200, unique=True)),
                ('about', models.TextField(blank=True)),
                ('topics', models.JSONField(default=list, help_text='What it covers, as codes of topics.')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('cite_status__in', ('sourced', 'partial')), _negated=True), ('source__isnull', False), _connector='OR'), name='training_course_sourced_has_source', violation_error_message='Name the source, or say that this was not checked.')],
            },
        ),
        migrations.CreateModel(
            name='CourseVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.source')),
                ('place', models.CharField(blank=True, help_text='The page or section of the source.', max_length=200)),
                ('cite_status', models.CharField(choices=[('sourced', 'Sourced'), ('partial', 'Source seen in part'), ('unverified', 'Not checked'), ('draft', 'Our own draft'), ('invented', 'Invented')], default='draft', max_length=12, verbose_name='checked')),
                ('cite_note', models.TextField(blank=True, verbose_name='note on the source')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='training.course')),
                ('name', models.CharField(max_length=40)),
                ('provider', models.CharField(blank=True, max_length=160)),
                ('available_from', models.DateField(blank=True, null=True)),
                ('retired_on', models.DateField(blank=True, null=True)),
                ('valid_months', models.PositiveSmallIntegerField(blank=True, help_text='Empty: it does not expire.', null=True)),
                ('minutes', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('replaces', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='training.courseversion')),
                ('counts_as', models.ManyToManyField(blank=True, related_name='counted_from', to='training.course')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('cite_status__in', ('sourced', 'partial')), _negated=True), ('source__isnull', False), _connector='OR'), name='training_courseversion_sourced_has_source', violation_error_message='Name the source, or say that this was not checked.'), models.UniqueConstraint(fields=('course', 'name'), name='version_named_once_in_its_course'), models.CheckConstraint(condition=models.Q(('retired_on', None), ('available_from', None), ('retired_on__gt', models.F('available_from')), _connector='OR'), name='version_retires_after_it_begins', violation_error_message='A version cannot be retired before it is given.')],
            },
        ),
        migrations.CreateModel(
            name='ServiceFirst',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.group')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='put_first', to='training.course')),
                ('service', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.service')),
                ('action', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.action')),
                ('because', models.CharField(max_length=300)),
                ('decided_on', models.DateField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('group', 'course'), name='one_service_first_for_a_course', violation_error_message='Another service stands first already.'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), _connector='OR'), name='ending_a_priority_says_who_and_when', violation_error_message='Give all of these or none: ended_at, ended_by.')],
            },
        ),
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.group')),
                ('code', models.SlugField(max_length=60)),
                ('name', models.CharField(max_length=160)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.organisation')),
                ('service', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.service')),
                ('site', models.CharField(blank=True, help_text='Where alone its people can be trained. Empty: anywhere.', max_length=80)),
                ('exposure', models.PositiveSmallIntegerField(choices=[(3, 'They go into homes and businesses'), (2, 'They deal with the public'), (1, 'Their work is in the office')], default=2)),
                ('release_a_week', models.PositiveSmallIntegerField(blank=True, help_text='How many it can spare in one week. Empty: any number.', null=True)),
                ('headcount', models.PositiveSmallIntegerField(blank=True, help_text='How many people it has, where no list of them is held.', null=True)),
                ('register_whole_on', models.DateField(blank=True, help_text='The day on which somebody said that the register holds all that its people have done.', null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('group', 'code'), name='team_code_once_in_its_group', violation_error_message='Another team has that short name.'), models.UniqueConstraint(fields=('group', 'name'), name='team_named_once_in_its_group', violation_error_message='Another team is called that.')],
            },
        ),
        migrations.CreateModel(
            name='RoleRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.group')),
                ('title', models.CharField(max_length=160)),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rules', to='training.course')),
                ('order', models.PositiveSmallIntegerField(choices=[(1, 'First'), (2, 'Second'), (3, 'Third')], default=2, verbose_name='how pressing')),
                ('statutory', models.PositiveSmallIntegerField(choices=[(0, 'No duty in law'), (1, 'Guidance asks for it'), (2, 'A duty in law')], default=0, verbose_name='in law')),
                ('within_days', models.PositiveSmallIntegerField(blank=True, help_text='How long after they begin people have to have it.', null=True)),
                ('least_seats', models.PositiveSmallIntegerField(default=0, help_text='How many seats its teams together must get whenever seats are shared out.')),
                ('version', models.PositiveIntegerField(default=1)),
                ('teams', models.ManyToManyField(related_name='rules', to='training.team')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('group', 'title'), name='rule_named_once_in_its_group', violation_error_message='This group has a rule of that name.')],
            },
        ),
        migrations.CreateModel(
            name='Staff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='staff', to='training.team')),
                ('reference', models.CharField(max_length=40)),
                ('bare', models.CharField(editable=False, max_length=40)),
                ('also', models.CharField(blank=True, max_length=40, verbose_name='another reference of theirs')),
                ('bare_also', models.CharField(blank=True, editable=False, max_length=40)),
                ('role', models.CharField(blank=True, max_length=120, verbose_name='post')),
                ('started_on', models.DateField(blank=True, null=True)),
                ('left_on', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('team', 'bare'), name='reference_once_in_a_team', violation_error_message='Somebody of the team has that reference.'), models.CheckConstraint(condition=models.Q(('left_on', None), ('started_on', None), ('left_on__gte', models.F('started_on')), _connector='OR'), name='staff_leave_after_they_start', violation_error_message='Somebody cannot leave before they start.')],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.group')),
                ('on', models.DateField()),
                ('starts_at', models.TimeField(blank=True, null=True)),
                ('venue', models.CharField(blank=True, max_length=160)),
                ('site', models.CharField(blank=True, help_text='As teams name theirs. Empty: anybody can get there, or online.', max_length=80)),
                ('places', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('held', 'Held'), ('cancelled', 'Cancelled')], default='planned', max_length=10)),
                ('version', models.PositiveIntegerField(default=1)),
                ('course_versions', models.ManyToManyField(related_name='+', to='training.courseversion')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('places__gte', 1)), name='session_has_a_place', violation_error_message='A session has at least one place.')],
            },
        ),
        migrations.CreateModel(
            name='SeatPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.group')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='training.course')),
                ('state', models.CharField(choices=[('suggested', 'Suggested'), ('decided', 'Decided'), ('set_aside', 'Set aside')], default='suggested', max_length=10)),
                ('asked', models.JSONField(help_text='All that the allocation depended on.')),
                ('fingerprint', models.CharField(max_length=64)),
                ('answer', models.JSONField(help_text='Who gets which seats, how good that is, and what the priority costs.')),
                ('suggested_for', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('suggested_at', models.DateTimeField()),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.TextField(blank=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), models.Q(('decided_at__isnull', True), ('decided_by__isnull', True)), _connector='OR'), name='seats_are_decided_by_somebody', violation_error_message='Give all of these or none: decided_by, decided_at.'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('reason', ''), ('state', 'suggested')), models.Q(models.Q(('state', 'suggested'), _negated=True), ('decided_at__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='deciding_on_seats_says_why', violation_error_message='Say why.')],
            },
        ),
        migrations.CreateModel(
            name='Booking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='training.session')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='training.staff')),
                ('state', models.CharField(choices=[('waiting', 'On the waiting list'), ('booked', 'Booked'), ('attended', 'Attended'), ('absent', 'Did not attend'), ('cancelled', 'Cancelled')], max_length=10)),
                ('seat_plan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='training.seatplan')),
                ('asked_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'cancelled'), _negated=True), fields=('session', 'staff'), name='booked_once_on_a_session', violation_error_message='They are booked on that training session already.')],
            },
        ),
        migrations.CreateModel(
            name='Completion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='completions', to='training.staff')),
                ('course_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='training.courseversion')),
                ('on', models.DateField()),
                ('expires_on', models.DateField(blank=True, null=True)),
                ('evidence', models.CharField(blank=True, help_text="A certificate's number, a register.", max_length=200)),
                ('booking', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='completions', to='training.booking')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_at', models.DateTimeField()),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_because', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'indexes': [models.Index(fields=['staff', 'course_version', 'on'], name='completion_by_person')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('staff', 'course_version', 'on'), name='completion_recorded_once', violation_error_message='That is on record already.'), models.CheckConstraint(condition=models.Q(('expires_on', None), ('expires_on__gt', models.F('on')), _connector='OR'), name='completion_expires_after_it_is_done', violation_error_message='It cannot expire before it is done.'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_because', '')), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawn_because', ''), _negated=True)), _connector='OR'), name='withdrawing_a_completion_says_why', violation_error_message='Say why it is withdrawn.')],
            },
        ),
        migrations.CreateModel(
            name='BookingMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('booking', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='training.booking')),
                ('before', models.CharField(blank=True, choices=[('waiting', 'On the waiting list'), ('booked', 'Booked'), ('attended', 'Attended'), ('absent', 'Did not attend'), ('cancelled', 'Cancelled')], max_length=10)),
                ('to', models.CharField(choices=[('waiting', 'On the waiting list'), ('booked', 'Booked'), ('attended', 'Attended'), ('absent', 'Did not attend'), ('cancelled', 'Cancelled')], max_length=10)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('why', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
