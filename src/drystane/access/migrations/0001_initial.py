import drystane.audit.refs
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('ref', models.CharField(default=drystane.audit.refs.new_ref, editable=False, max_length=12, unique=True)),
                ('username', models.CharField(error_messages={'unique': 'Somebody already signs in with that name.'}, max_length=60, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('post', models.CharField(blank=True, help_text='The post held, as papers name it.', max_length=160)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('partnership_role', models.CharField(blank=True, choices=[('', 'None'), ('administrator', 'Administrator'), ('auditor', 'Auditor')], default='', max_length=20)),
                ('is_active', models.BooleanField(default=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('must_change_password', models.BooleanField(default=False, help_text='The password was made by an administrator, who has seen it.')),
                ('is_invented', models.BooleanField(default=False, help_text='Made up for the worked example.')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
