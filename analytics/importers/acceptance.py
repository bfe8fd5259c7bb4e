"""Results of acceptance tests."""

from __future__ import annotations

from analytics.importers import register_headers as headers
from analytics.importers.base import Text
from analytics.importers.cautious import CautiousImporter
from analytics.importers.dates import Date
from analytics.importers.register_rows import unfilled
from analytics.importers.words import Keys, Words
from analytics.schema import ACCEPTANCE as TABLE

OWN_ID = (
    *("Acceptance ID", "Acceptance no.", "Test ID", "Test case ID", "Test no."),
    *("Test case no.", "Criterion ID", "UAT ID", "Testfall-ID", "Testfall-Nr."),
    *("Abnahme-ID", "Prüf-ID", "ID de test", "N° de test", "ID recette"),
    *("ID de prueba", "N.º de prueba"),
)
OWN_TITLE = (
    *("Acceptance criterion", "Acceptance criteria", "Test case", "Test", "Test name"),
    *("Criterion", "Test title", "Abnahmekriterium", "Testfall", "Prüfpunkt"),
    *("Critère d'acceptation", "Cas de test", "Criterio de aceptación"),
    *("Caso de prueba",),
)
OWN_RESULT = (
    *("Test result", "Acceptance result", "Acceptance status", "Test status"),
    *("Pass/Fail", "Pass / Fail", "Verdict", "Testergebnis", "Abnahmeergebnis"),
    *("Teststatus", "Résultat du test", "Résultat de recette"),
    *("Resultado de la prueba",),
)
RESULT = ("Result", "Outcome", "Ergebnis", "Résultat", "Resultado")
RESULTS = {
    "passed": (
        *("passed", "pass", "ok", "okay", "accepted", "successful", "success", "green"),
        *("bestanden", "abgenommen", "erfüllt", "in ordnung", "i o", "io", "réussi"),
        *("conforme", "accepté", "validé", "aprobado", "superado", "aceptado"),
        *("conforme con éxito", "correcto"),
    ),
    "failed": (
        *("failed", "fail", "nok", "not ok", "rejected", "not accepted", "red"),
        *("nicht bestanden", "fehlgeschlagen", "nicht abgenommen", "abgelehnt"),
        *("nicht erfüllt", "n i o", "nio", "échoué", "échec", "non conforme"),
        *("refusé", "rejeté", "fallido", "no superado", "rechazado", "no conforme"),
    ),
    "blocked": (
        *("blocked", "blockiert", "gesperrt", "bloqué", "bloquée", "bloqueado"),
        "bloqueada",
    ),
    "open": (
        *("open", "not run", "not tested", "not started", "pending", "planned", "new"),
        *("to do", "todo", "in progress", "untested", "offen", "nicht getestet"),
        *("geplant", "ausstehend", "in arbeit", "ouvert", "non testé", "à tester"),
        *("en cours", "abierto", "no probado", "pendiente", "en curso", "sin probar"),
    ),
}

ACCEPTANCE = CautiousImporter(
    name="acceptance",
    title="Acceptance results",
    kind="acceptance results",
    table=TABLE,
    columns={
        "acceptance_id": Text((*OWN_ID, *headers.ID)),
        "requirement_id": Text(headers.REQUIREMENTS),
        "issue_keys": Keys(headers.ISSUES),
        "title": Text((*OWN_TITLE, *headers.TITLE)),
        "description": Text(
            (
                *("Test steps", "Steps", "Procedure", "Testschritte", "Vorgehen"),
                *("Étapes", "Pasos", *headers.DESCRIPTION),
            )
        ),
        "result": Words(
            (*OWN_RESULT, *RESULT, *headers.STATUS), RESULTS, "result_text"
        ),
        "severity": Text((*headers.SEVERITY, *headers.PRIORITY)),
        "tested_on": Date(
            (
                *("Tested on", "Test date", "Executed on", "Date tested", "Run on"),
                *("Getestet am", "Testdatum", "Geprüft am", "Testé le"),
                *("Date du test", "Probado el", "Fecha de prueba"),
            )
        ),
        "tester": Text(
            (
                *("Tester", "Tested by", "Executed by", "Getestet von", "Prüfer"),
                *("Testeur", "Testé par", "Probado por", "Probador"),
            )
        ),
        "accepted_on": Date(
            (
                *("Accepted on", "Acceptance date", "Signed off on", "Sign-off date"),
                *("Abgenommen am", "Abnahmedatum", "Accepté le", "Aceptado el"),
            )
        ),
        "accepted_by": Text(
            (
                *("Accepted by", "Signed off by", "Approver", "Abgenommen von"),
                *("Accepté par", "Aceptado por"),
            )
        ),
        "due_on": Date(headers.DUE),
        "defects": Keys(
            (
                *("Defects", "Defect", "Defect ID", "Bugs", "Bug", "Mängel", "Fehler"),
                *("Anomalies", "Anomalie", "Défauts", "Defectos", "Errores"),
            )
        ),
        "evidence": Text(headers.EVIDENCE),
        "note": Text(headers.NOTE),
    },
    signatures=(
        ("acceptance_id", "result?"),
        ("acceptance_id", "title?"),
        ("title", "result?"),
        ("requirement_id", "result"),
    ),
    general={
        "acceptance_id": headers.ID,
        "title": (*headers.TITLE, "Acceptance criteria"),
        "result": headers.STATUS,
        "requirement_id": (),
    },
    forbids=(
        *(name for name in headers.OTHER if name not in {"Labels", "Assignee"}),
        *("Change ID", "CR ID", "Decision ID", "Control ID", "Obligation ID"),
    ),
    rejects=unfilled("a test", "title", "description", "requirement_id", "result"),
)
