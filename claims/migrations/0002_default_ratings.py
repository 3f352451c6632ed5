"""The default scale, with stable codes. Editors may change names, colours and values."""

from django.db import migrations

SCALE = [
    ("true", "True", "正確", 5, "#1a7f37"),
    ("mostly_true", "Mostly true", "ほぼ正確", 4, "#4d7c0f"),
    ("mixed", "Mixed", "一部正確・一部誤り", 3, "#9a6700"),
    ("mostly_false", "Mostly false", "ほぼ誤り", 2, "#bc4c00"),
    ("false", "False", "誤り", 1, "#b42318"),
    ("unverifiable", "Unverifiable", "検証不能", None, "#57606a"),
]


def add_scale(apps, schema_editor):
    Rating = apps.get_model("claims", "Rating")
    for position, (code, name_en, name_ja, value, color) in enumerate(SCALE, start=1):
        Rating.objects.get_or_create(
            code=code,
            defaults={
                "name_en": name_en,
                "name_ja": name_ja,
                "value": value,
                "color": color,
                "position": position,
            },
        )


def remove_unused(apps, schema_editor):
    Rating = apps.get_model("claims", "Rating")
    Rating.objects.filter(code__in=[row[0] for row in SCALE], verdicts__isnull=True).delete()


class Migration(migrations.Migration):
    dependencies = [("claims", "0001_initial")]
    operations = [migrations.RunPython(add_scale, remove_unused)]
