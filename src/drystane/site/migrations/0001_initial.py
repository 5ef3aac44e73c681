import django.db.models.deletion
import drystane.audit.refs
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('access', '0001_initial'),
        ('plans', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='DigestChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('how_often', models.CharField(choices=[('daily', 'Every day on which something waits'), ('weekly', 'Once a week, from Monday'), ('none', 'Never')], default='daily', max_length=10)),
            ],
        ),
        migrations.CreateModel(
            name='Digest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('on', models.DateField()),
                ('claimed_at', models.DateTimeField()),
                ('was_taken_over', models.BooleanField(default=False, help_text='From a process that crashed.')),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('tries', models.PositiveSmallIntegerField(default=1)),
                ('trouble', models.CharField(blank=True, choices=[('', 'None'), ('unreachable', 'The mail server could not be used'), ('refused', 'The mail server refused this one')], default='', max_length=12)),
                ('again_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'on'), name='digest_once_a_day', violation_error_message='This person has a digest of that day.'), models.CheckConstraint(condition=models.Q(('sent_at', None), ('trouble', ''), _connector='OR'), name='digest_sent_without_trouble', violation_error_message='A digest that was sent has no trouble.')],
            },
        ),
        migrations.CreateModel(
            name='NudgeLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('action', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plans.action')),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
