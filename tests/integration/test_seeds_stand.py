"""When a build loads no seeds: those in the database must be the ones that it would load."""

import pytest

from warehouse import build, db

SAME, OTHER = "this project", "another project"


@pytest.mark.parametrize(
    ("earlier", "stand"),
    [
        ([], False),
        ([(SAME, True)], True),
        ([(SAME, None)], False),  # killed, perhaps amid its seeds
        ([(SAME, True), (SAME, None), (SAME, False)], True),  # which loaded none
        ([(SAME, True), (OTHER, None)], False),
        ([(SAME, True), (OTHER, True), (SAME, False)], False),
        ([(OTHER, True), (SAME, True)], True),
    ],
)
def test_seeds_stand_after(published, earlier, stand):
    with db.connect(published) as admin:
        opened = "insert into audit.build (schema_name, input_sha256, code_sha256, succeeded) values ('x', '', %s, %s)"
        for code, succeeded in earlier:
            admin.execute(opened, [code, succeeded])
        row = admin.execute(f"{opened} returning build_id", [SAME, None]).fetchone()
        assert row is not None
        assert build._seeds_stand(admin, row[0]) == stand
        admin.execute("drop table rules.verbs cascade")  # as after a backup was brought back
        assert not build._seeds_stand(admin, row[0])
