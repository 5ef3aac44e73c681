from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Event',
            fields=[
                ('seq', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('canonical', models.TextField(help_text='What is hashed. Everything below is copied from it, for searching.')),
                ('previous_hash', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('at', models.DateTimeField(db_index=True)),
                ('verb', models.CharField(max_length=60)),
                ('actor_ref', models.CharField(max_length=40)),
                ('object_kind', models.CharField(blank=True, max_length=80)),
                ('object_ref', models.CharField(blank=True, max_length=40)),
            ],
            options={
                'indexes': [models.Index(fields=['object_ref'], name='event_by_object'), models.Index(fields=['actor_ref'], name='event_by_actor'), models.Index(fields=['verb'], name='event_by_verb')],
                'constraints': [models.CheckConstraint(condition=models.Q(('seq__gte', 1)), name='events_are_counted_from_one')],
            },
        ),
        migrations.CreateModel(
            name='PurposeNote',
            fields=[
                ('event_seq', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('salt', models.CharField(help_text='Erased with the words: without it nobody can guess them.', max_length=32)),
                ('words', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='Checkpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveBigIntegerField()),
                ('hash', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField()),
                ('public_key', models.CharField(max_length=64)),
                ('signature', models.CharField(max_length=128)),
            ],
        ),
    ]
