import django.db.models.deletion
import drystane.audit.refs
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('code', models.SlugField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=160, unique=True)),
                ('kind', models.CharField(choices=[('council', 'Council'), ('police', 'Police'), ('fire', 'Fire and rescue'), ('health', 'Health and social care'), ('third_sector', 'Third sector'), ('justice', 'Justice'), ('education', 'Education'), ('business', 'Business'), ('other', 'Other')], max_length=20)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='partners.organisation')),
                ('code', models.SlugField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=160)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'name'), name='service_named_once_in_its_body')],
            },
        ),
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('code', models.SlugField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=160, unique=True)),
                ('kind', models.CharField(choices=[('board', 'Board'), ('group', 'Group'), ('desk', 'Desk')], default='group', max_length=10)),
                ('about', models.TextField(blank=True)),
                ('quorum', models.PositiveSmallIntegerField(blank=True, help_text='How many of those who decide have to be there.', null=True)),
                ('overseen_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='oversees', to='partners.group')),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('overseen_by', models.F('pk')), _negated=True), name='group_does_not_oversee_itself', violation_error_message='A group cannot oversee itself.')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='partners.group')),
                ('role', models.CharField(choices=[('chair', 'Chair'), ('lead_officer', 'Lead officer'), ('member', 'Member'), ('contributor', 'Contributor'), ('observer', 'Observer')], max_length=20)),
                ('body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='partners.organisation')),
                ('joined_at', models.DateTimeField()),
                ('joined_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('left_at', models.DateTimeField(blank=True, null=True)),
                ('left_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('left_because', models.CharField(blank=True, max_length=200)),
                ('handed_to', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='taken_over_from', to='partners.membership')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('left_at', None)), fields=('user', 'group'), name='one_current_role_in_a_group', violation_error_message='This person already holds a role in this group.'), models.CheckConstraint(condition=models.Q(('left_at', None), ('left_at__gte', models.F('joined_at')), _connector='OR'), name='membership_ends_after_it_began', violation_error_message='Somebody cannot leave before joining.')],
            },
        ),
    ]
