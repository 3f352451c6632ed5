import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sources', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameField(
            model_name='body',
            old_name='compressed',
            new_name='data',
        ),
        migrations.AddField(
            model_name='body',
            name='base',
            field=models.ForeignKey(blank=True, help_text='The body that is needed to decode this one; empty when none is.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deltas', to='sources.body', verbose_name='keyframe'),
        ),
        migrations.AlterField(
            model_name='body',
            name='data',
            field=models.BinaryField(blank=True, help_text='Encoded bytes, when kept in this row.', null=True, verbose_name='bytes'),
        ),
        migrations.AddField(
            model_name='body',
            name='file',
            field=models.CharField(blank=True, help_text='Name in the storage of bodies, when kept there.', max_length=200, verbose_name='file'),
        ),
        migrations.AddField(
            model_name='body',
            name='put_away_at',
            field=models.DateTimeField(blank=True, help_text='When they got their lasting form; empty while that is still to be done.', null=True, verbose_name='put away'),
        ),
        migrations.AddField(
            model_name='body',
            name='removed_at',
            field=models.DateTimeField(blank=True, help_text='When the bytes were removed on demand; the digest stays.', null=True, verbose_name='removed'),
        ),
        migrations.AddField(
            model_name='body',
            name='stored_at',
            field=models.DateTimeField(default=django.utils.timezone.now, help_text='When the bytes were written down.', verbose_name='stored'),
        ),
        migrations.AddField(
            model_name='body',
            name='stored_size',
            field=models.PositiveIntegerField(default=0, help_text='Bytes after compression.', verbose_name='stored size'),
        ),
        migrations.AddField(
            model_name='observation',
            name='certificate_sha256',
            field=models.CharField(blank=True, help_text="SHA-256 of the server's TLS certificate (DER); empty without TLS.", max_length=64, verbose_name='certificate'),
        ),
        migrations.AddField(
            model_name='snapshot',
            name='address',
            field=models.CharField(blank=True, help_text='The address really used.', max_length=64, verbose_name='network address'),
        ),
        migrations.AddField(
            model_name='snapshot',
            name='captured_by',
            field=models.ForeignKey(blank=True, help_text='Who brought the page, when it was captured by hand.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='captured by'),
        ),
        migrations.AddField(
            model_name='snapshot',
            name='captured_note',
            field=models.CharField(blank=True, help_text='In the words of the person who captured it.', max_length=300, verbose_name='how it was captured'),
        ),
        migrations.AddField(
            model_name='snapshot',
            name='origin',
            field=models.CharField(choices=[('robot', 'read by our reader'), ('hand', 'captured by hand')], default='robot', help_text='Whether our reader or a person brought the bytes.', max_length=8, verbose_name='origin'),
        ),
        migrations.AddField(
            model_name='snapshot',
            name='removed_at',
            field=models.DateTimeField(blank=True, help_text='When its content was removed on demand.', null=True, verbose_name='removed'),
        ),
        migrations.AddField(
            model_name='snapshot',
            name='removed_by',
            field=models.ForeignKey(blank=True, help_text='Who removed it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='removed by'),
        ),
        migrations.AddField(
            model_name='snapshot',
            name='removed_reason',
            field=models.CharField(blank=True, help_text='Why it was removed.', max_length=300, verbose_name='reason of removal'),
        ),
        migrations.AddField(
            model_name='snapshot',
            name='request',
            field=models.JSONField(default=dict, help_text='What we sent: method, address, headers.', verbose_name='request'),
        ),
        migrations.AddField(
            model_name='snapshot',
            name='timings',
            field=models.JSONField(default=dict, help_text='Milliseconds to the connection, to the first byte, and in all.', verbose_name='timings'),
        ),
        migrations.AddField(
            model_name='snapshot',
            name='tls',
            field=models.JSONField(default=dict, help_text='Protocol, cipher, certificate: subject, issuer, expiry, SHA-256.', verbose_name='TLS'),
        ),
        migrations.AlterField(
            model_name='snapshot',
            name='fence',
            field=models.BigIntegerField(help_text='Lease under which it was taken; negative when captured by hand.', verbose_name='fence'),
        ),
        migrations.AddIndex(
            model_name='body',
            index=models.Index(condition=models.Q(('put_away_at__isnull', True)), fields=['stored_at'], name='body_waiting'),
        ),
        migrations.AddConstraint(
            model_name='body',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('data__isnull', False), ('file', ''), ('removed_at__isnull', True)), models.Q(('data__isnull', True), ('removed_at__isnull', True), models.Q(('file', ''), _negated=True)), models.Q(('data__isnull', True), ('file', ''), ('removed_at__isnull', False)), _connector='OR'), name='body_kept_in_one_place'),
        ),
        migrations.AddConstraint(
            model_name='snapshot',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('captured_by__isnull', True), ('origin', 'robot')), models.Q(('captured_by__isnull', False), ('fence__lt', 0), ('origin', 'hand')), _connector='OR'), name='snapshot_by_hand_names_its_person'),
        ),
    ]
