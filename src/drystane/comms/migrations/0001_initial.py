import django.db.models.deletion
import drystane.audit.refs
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '0001_initial'),
        ('partners', '0001_initial'),
        ('strategy', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Channel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('holds_many', models.BooleanField(default=False, help_text='Several messages can stand in it on one day, as on a website.')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('marking', models.CharField(choices=[('official', 'OFFICIAL'), ('sensitive', 'OFFICIAL-SENSITIVE')], default='official', max_length=10)),
                ('descriptor', models.CharField(blank=True, choices=[('commercial', 'COMMERCIAL'), ('personal', 'PERSONAL'), ('locsen', 'LOCSEN')], default='', max_length=12)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.group')),
                ('title', models.CharField(max_length=160)),
                ('strand', models.CharField(choices=[('soc', 'Serious organised crime'), ('prevent', 'Prevent'), ('scams', 'Scams and doorstep crime'), ('protection', 'Public protection')], max_length=12)),
                ('lead_body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.organisation')),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('to_change', models.TextField(blank=True, help_text='What should be different afterwards.')),
                ('measure', models.CharField(blank=True, help_text='The figure that would show it.', max_length=200)),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('running', 'Running'), ('finished', 'Finished'), ('stopped', 'Stopped')], default='planned', max_length=10)),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_at', models.DateTimeField()),
                ('is_invented', models.BooleanField(default=False)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('descriptor', ''), ('marking', 'official')), models.Q(('marking', 'sensitive'), models.Q(('descriptor', ''), _negated=True)), _connector='OR'), name='comms_campaign_descriptor_with_sensitive', violation_error_message='Say why it is OFFICIAL-SENSITIVE (commercial, personal or local), and only then.'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='campaign_ends_after_start', violation_error_message='A campaign cannot end before it starts.')],
            },
        ),
        migrations.CreateModel(
            name='CampaignMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='comms.campaign')),
                ('to', models.CharField(choices=[('planned', 'Planned'), ('running', 'Running'), ('finished', 'Finished'), ('stopped', 'Stopped')], max_length=10)),
                ('why', models.TextField(blank=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AudiencePage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.group')),
                ('audience', models.CharField(choices=[('individuals', 'Individuals'), ('communities', 'Communities'), ('businesses', 'Businesses'), ('banks', 'Banks and financial services'), ('third_sector', 'Third sector'), ('local_authorities', 'Local authorities and public bodies'), ('elected_representatives', 'Elected representatives'), ('law_enforcement', 'Law enforcement'), ('partnership', 'The partnership')], max_length=30)),
                ('title', models.CharField(max_length=100)),
                ('intro', models.TextField()),
                ('help_line', models.TextField(help_text='Whom to ring, and what happens then.', verbose_name='who to tell')),
                ('title_gd', models.CharField(blank=True, max_length=100, verbose_name='title in Gaelic')),
                ('intro_gd', models.TextField(blank=True, verbose_name='first words in Gaelic')),
                ('help_line_gd', models.TextField(blank=True, verbose_name='who to tell, in Gaelic')),
                ('is_invented', models.BooleanField(default=False)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('group', 'audience'), name='one_page_a_board_and_audience', violation_error_message='This board has a page for that audience already.')],
            },
        ),
        migrations.CreateModel(
            name='PagePoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='points', to='comms.audiencepage')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='strategy.message')),
                ('order', models.PositiveSmallIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('page', 'message'), name='message_once_on_a_page')],
            },
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='comms.audiencepage')),
                ('audience', models.CharField(choices=[('individuals', 'Individuals'), ('communities', 'Communities'), ('businesses', 'Businesses'), ('banks', 'Banks and financial services'), ('third_sector', 'Third sector'), ('local_authorities', 'Local authorities and public bodies'), ('elected_representatives', 'Elected representatives'), ('law_enforcement', 'Law enforcement'), ('partnership', 'The partnership')], max_length=30)),
                ('body', models.TextField()),
                ('page_version', models.PositiveIntegerField()),
                ('why', models.TextField()),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('published_at', models.DateTimeField()),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_why', models.TextField(blank=True)),
                ('messages', models.ManyToManyField(related_name='+', to='strategy.message')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), _connector='OR'), name='publication_withdrawn_by_and_when', violation_error_message='Give all of these or none: withdrawn_by, withdrawn_at.'), models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('audience',), name='one_public_page_an_audience', violation_error_message='Another page is published for this audience. Take it down first.')],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='comms.campaign')),
                ('kind', models.CharField(choices=[('reach', 'People reached'), ('before', 'The measure before'), ('after', 'The measure afterwards')], max_length=8)),
                ('value', models.DecimalField(decimal_places=2, max_digits=12)),
                ('what', models.CharField(help_text='What was counted: leaflets handed out, calls a month.', max_length=160)),
                ('source', models.CharField(help_text='Who counted it, or where it is written.', max_length=200)),
                ('on', models.DateField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('value__gte', 0)), name='reading_is_not_negative', violation_error_message='A count cannot be less than nothing.'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), _connector='OR'), name='reading_withdrawn_by_and_when', violation_error_message='Give all of these or none: withdrawn_by, withdrawn_at.')],
            },
        ),
        migrations.CreateModel(
            name='Slot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slots', to='comms.campaign')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='strategy.message')),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slots', to='comms.channel')),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('told', 'Told'), ('cancelled', 'Cancelled')], default='planned', max_length=10)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='slot_ends_after_start', violation_error_message='The last day cannot come before the first.')],
            },
        ),
        migrations.CreateModel(
            name='SlotMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('slot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves', to='comms.slot')),
                ('to', models.CharField(choices=[('planned', 'Planned'), ('told', 'Told'), ('cancelled', 'Cancelled')], max_length=10)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('despite_clash', models.BooleanField(default=False)),
                ('why', models.TextField(blank=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('despite_clash', False), models.Q(('why', ''), _negated=True), _connector='OR'), name='slot_goes_ahead_for_a_reason', violation_error_message='Say why it goes ahead although it clashes.')],
            },
        ),
    ]
