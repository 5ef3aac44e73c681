import django.db.models.deletion
import drystane.audit.refs
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('access', '__first__'),
        ('assessment', '0002_weighings'),
        ('documents', '0001_initial'),
        ('partners', '0001_initial'),
        ('plans', '0001_initial'),
        ('strategy', '0002_comparisons'),
        ('threats', '0001_initial'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='action',
            name='action_by_recommendation',
        ),
        migrations.AddField(
            model_name='action',
            name='merged_into',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.action'),
        ),
        migrations.AlterField(
            model_name='action',
            name='status',
            field=models.CharField(choices=[('proposed', 'Proposed'), ('agreed', 'Agreed'), ('under_way', 'Under way'), ('done', 'Done'), ('mainstreamed', 'Mainstreamed'), ('dropped', 'Dropped'), ('merged', 'Merged into another')], default='proposed', max_length=12),
        ),
        migrations.AlterField(
            model_name='move',
            name='before',
            field=models.CharField(blank=True, choices=[('proposed', 'Proposed'), ('agreed', 'Agreed'), ('under_way', 'Under way'), ('done', 'Done'), ('mainstreamed', 'Mainstreamed'), ('dropped', 'Dropped'), ('merged', 'Merged into another')], max_length=12),
        ),
        migrations.AlterField(
            model_name='move',
            name='to',
            field=models.CharField(choices=[('proposed', 'Proposed'), ('agreed', 'Agreed'), ('under_way', 'Under way'), ('done', 'Done'), ('mainstreamed', 'Mainstreamed'), ('dropped', 'Dropped'), ('merged', 'Merged into another')], max_length=12),
        ),
        migrations.AddIndex(
            model_name='action',
            index=models.Index(fields=['recommendation', 'status', 'due_on', 'lead_person', 'marking', 'plan', 'merged_into'], name='action_by_recommendation'),
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'merged'), ('merged_into__isnull', False)), models.Q(models.Q(('status', 'merged'), _negated=True), ('merged_into', None)), _connector='OR'), name='merged_actions_say_into_what', violation_error_message='Say which action took it in.'),
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', models.F('pk')), _negated=True), name='action_is_not_merged_into_itself', violation_error_message='An action cannot be merged into itself.'),
        ),
        migrations.CreateModel(
            name='Overlap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.action')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.action')),
                ('duplicate', models.FloatField(help_text='How likely they are the same piece of work, from 0 to 1.')),
                ('related', models.FloatField(help_text='How likely they should be done together, from 0 to 1.')),
                ('reasons', models.TextField(help_text='A sentence a line, the weightiest first.')),
                ('first_print', models.CharField(max_length=64)),
                ('second_print', models.CharField(max_length=64)),
                ('compared_by', models.CharField(max_length=60)),
                ('found_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', 'Waits to be decided'), ('proposed', 'Merge proposed'), ('decided', 'Decided')], default='waiting', max_length=10)),
                ('decision', models.CharField(blank=True, choices=[('merge', 'Merged: one takes in the other'), ('lead', 'One leads, the other supports'), ('sequence', 'One after the other'), ('link', 'Linked, each stays as it is'), ('apart', 'Kept apart')], max_length=10)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'first', 'second'], name='overlap_by_state')],
                'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='overlap_once', violation_error_message='This pair is listed already.'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='overlap_is_of_two_in_order', violation_error_message='A pair is of two actions, the earlier one first.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'decided'), models.Q(('decision', ''), _negated=True)), models.Q(models.Q(('state', 'decided'), _negated=True), ('decision', '')), _connector='OR'), name='decided_overlaps_say_what', violation_error_message='Say what was decided.')],
            },
        ),
        migrations.CreateModel(
            name='Judgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('overlap', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='judgements', to='plans.overlap')),
                ('step', models.CharField(choices=[('proposed', 'Proposed'), ('decided', 'Decided'), ('confirmed', 'Confirmed'), ('declined', 'Declined'), ('withdrawn', 'Taken back')], max_length=10)),
                ('decision', models.CharField(choices=[('merge', 'Merged: one takes in the other'), ('lead', 'One leads, the other supports'), ('sequence', 'One after the other'), ('link', 'Linked, each stays as it is'), ('apart', 'Kept apart')], max_length=10)),
                ('lead', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.action')),
                ('why', models.TextField(blank=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('acting_for', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='partners.group')),
                ('at', models.DateTimeField()),
                ('first_print', models.CharField(max_length=64)),
                ('second_print', models.CharField(max_length=64)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decision__in', ['merge', 'lead', 'sequence']), ('lead__isnull', False)), models.Q(('decision__in', ['link', 'apart']), ('lead', None)), _connector='OR'), name='a_judgement_of_order_names_its_lead', violation_error_message='Say which of the two stays, leads or comes first.'), models.CheckConstraint(condition=models.Q(models.Q(('decision', 'apart'), ('step', 'decided'), _negated=True), models.Q(('why', ''), _negated=True), _connector='OR'), name='keeping_apart_says_why', violation_error_message='Say why they are kept apart.')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.action')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.action')),
                ('kind', models.CharField(choices=[('lead', 'Leads, with the support of'), ('sequence', 'Comes before'), ('link', 'Is linked with')], max_length=10)),
                ('judgement', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='link', to='plans.judgement')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_at', models.DateTimeField()),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('first', models.F('second')), _negated=True), name='link_is_between_two', violation_error_message='A link is between two actions.'), models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('first', 'second'), name='linked_once_at_a_time', violation_error_message='These two are linked already.')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('judgement', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='merge', to='plans.judgement')),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.action')),
                ('merged', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.action')),
                ('status_before', models.CharField(choices=[('proposed', 'Proposed'), ('agreed', 'Agreed'), ('under_way', 'Under way'), ('done', 'Done'), ('mainstreamed', 'Mainstreamed'), ('dropped', 'Dropped'), ('merged', 'Merged into another')], max_length=12)),
                ('brag_before', models.CharField(blank=True, max_length=10)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undone_because', models.TextField(blank=True)),
                ('bodies_added', models.ManyToManyField(blank=True, help_text='Those that came to support the kept action.', related_name='+', to='partners.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('merged',), name='merged_into_one_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), models.Q(('undone_at__isnull', True), ('undone_by__isnull', True)), _connector='OR'), name='merge_undone_by_and_at_together', violation_error_message='Give all of these or none: undone_by, undone_at.')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='GivenFacet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='given_facets', to='plans.action')),
                ('facet', models.CharField(max_length=20)),
                ('value', models.CharField(blank=True, help_text='Empty: as it is read from the text.', max_length=300)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
            ],
            options={
                'abstract': False,
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Compared',
            fields=[
                ('action', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='plans.action')),
                ('said', models.CharField(help_text='A print; see plans/substance.py.', max_length=64)),
            ],
            options={
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='OverlapSearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('state', models.CharField(choices=[('waiting', 'Waiting to begin'), ('working', 'Comparing'), ('done', 'Done'), ('failed', 'Failed')], default='waiting', max_length=10)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_at', models.DateTimeField()),
                ('per_cent', models.PositiveSmallIntegerField(default=0)),
                ('by_words_alone', models.BooleanField(default=False, help_text='The sentence model was not there.')),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('why', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'abstract': False,
                'indexes': [],
                'constraints': [],
            },
        ),
    ]
