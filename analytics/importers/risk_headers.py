"""Headers of risk registers in English, German, French and Spanish."""

from __future__ import annotations

GENERAL_ID = ("ID", "No", "No.", "Number", "#", "Nr", "Nr.", "Ref", "Réf", "N°", "Key")
ID = (
    *("Risk ID", "Risk no.", "Risk no", "Risk number", "Risk #", "Risk key"),
    *("Risk ref", "Risk reference", "Risiko-ID", "Risiko-Nr.", "Risikonummer"),
    *("ID du risque", "N° risque", "Numéro du risque", "ID del riesgo", "ID riesgo"),
    *GENERAL_ID,
)
GENERAL_TITLE = (
    *("Title", "Name", "Summary", "Titel", "Bezeichnung", "Titre", "Intitulé"),
    *("Título", "Nombre"),
)
TITLE = (
    *("Risk title", "Risk name", "Risk", "Risk event", "Risiko", "Risikotitel"),
    *("Risque", "Intitulé du risque", "Riesgo", "Nombre del riesgo"),
    *GENERAL_TITLE,
)
EFFECT = "Effect: "
PARTS = {
    **dict.fromkeys(
        ("cause", "risk cause", "root cause", "ursache", "causa"), "Cause: "
    ),
    **dict.fromkeys(("event", "ereignis", "événement", "evento"), "Event: "),
    **dict.fromkeys(
        ("effect", "consequence", "consequences", "auswirkung", "conséquence", "effet"),
        EFFECT,
    ),
    **dict.fromkeys(("efecto", "consecuencia", "folge"), EFFECT),
}
"""Headers of the parts of a risk statement, in plain form, and what to call them."""

DESCRIPTION = (
    *("Risk description", "Description", "Risk statement", "Details"),
    *("Beschreibung", "Risikobeschreibung", "Description du risque", "Descripción"),
    *("Descripción del riesgo",),
    *PARTS,
)
CATEGORY = (
    *("Category", "Risk category", "Area", "Source", "Kategorie", "Risikokategorie"),
    *("Catégorie", "Categoría", "Type", "Risk type", "Typ", "Tipo"),
)
KIND = (
    *("Threat/Opportunity", "Threat or opportunity", "Threat / Opportunity"),
    *("RAID type", "RAID", "RAID category", "Item type", "Log type", "Entry type"),
    *("Risk kind", "Kind", "Risk type", "Type", "Typ", "Tipo", "Nature", "T/O"),
)
STATUS = ("Status", "State", "Risk status", "Statut", "État", "Estado")
OWNER = (
    *("Owner", "Risk owner", "Responsible", "Assigned to", "Accountable"),
    *("Verantwortlich", "Risikoeigner", "Eigner", "Responsable", "Propriétaire"),
    *("Propietario", "Dueño"),
)
PROBABILITY = (
    *("Inherent probability", "Inherent likelihood", "Gross probability"),
    *("Initial probability", "Pre-mitigation probability", "Current probability"),
    *("Probability", "Likelihood", "Risk probability", "Chance", "Prob", "Prob."),
    *("Probability score", "Probability rating", "Probability level"),
    *("Likelihood score", "Likelihood rating", "Likelihood level"),
    *("Probability before", "P", "Eintrittswahrscheinlichkeit", "Wahrscheinlichkeit"),
    *("Probabilité", "Vraisemblance", "Probabilidad"),
)
IMPACT = (
    *("Inherent impact", "Gross impact", "Initial impact", "Pre-mitigation impact"),
    *("Impact", "Cost impact", "Impact amount", "Financial impact", "Risk impact"),
    *("Most likely impact", "Impact (most likely)", "Impact cost", "Monetary impact"),
    *("Impact score", "Impact rating", "Impact level", "Severity score"),
    *("Impact before", "Consequence amount", "Severity", "Schadenshöhe", "Schaden"),
    *("Auswirkung in EUR", "Auswirkungen", "Tragweite", "Gravité", "Impact financier"),
    *("Impacto", "Impacto económico", "Impacto financiero"),
)
LETTERS = {
    "probability": ("L", "P", "O", "W", "Occurrence"),
    "impact_amount": ("I", "S", "C", "G", "Consequence"),
    "residual_probability": ("Residual L", "Residual P", "RL", "RP"),
    "residual_impact_amount": ("Residual I", "Residual S", "RI", "RS"),
    "target_probability": ("Target L", "Target P", "TL", "TP"),
    "target_impact_amount": ("Target I", "Target S", "TI", "TS"),
}
"""Names that say something only before the levels of a scale, as in "L_1to5"."""

IMPACT_LOW = (
    *("Optimistic impact", "Minimum impact", "Min impact", "Impact (min)"),
    *("Min loss", "Minimum loss", "Impact low", "Low impact", "Impact min"),
    *("Best case", "Best case impact"),
    *("Impact minimum", "Impacto mínimo", "Minimaler Schaden"),
)
IMPACT_HIGH = (
    *("Pessimistic impact", "Maximum impact", "Max impact", "Impact (max)"),
    *("Max loss", "Maximum loss", "Impact high", "High impact", "Impact max"),
    *("Worst case", "Worst case impact"),
    *("Impact maximum", "Impacto máximo", "Maximaler Schaden"),
)
IMPACT_DAYS = (
    *("Impact (days)", "Impact days", "Impact in days", "Schedule impact (days)"),
    *("Schedule impact days", "Schedule impact in days", "Time impact (days)"),
    *("Schedule exposure days", "Delay (days)", "Delay days", "Delay in days"),
    *("Schedule impact", "Delay"),
    *("Terminauswirkung (Tage)", "Auswirkung (Tage)", "Verzug (Tage)"),
    *("Impact (jours)", "Retard (jours)", "Impacto (días)", "Retraso (días)"),
)
EXPOSURE = (
    *("EV", "EMV", "Expected value", "Expected monetary value"),
    *("Expected loss", "Erwartungswert", "Likely initial risk", "Likely risk"),
    *("Weighted risk", "Cost exposure"),
    *("Valeur attendue", "Exposition", "Valor esperado", "Exposición"),
)
RESPONSE = (
    *("Response", "Response(s)", "Responses", "Risk response", "Mitigation"),
    *("Mitigation plan", "Mitigation strategy", "Mitigation action", "Mitigations"),
    *("Mitigation actions", "Response plan", "Treatment", "Action plan", "Action"),
    *("Actions", "Countermeasure", "Countermeasures", "Strategy", "Maßnahme"),
    *("Maßnahmen", "Gegenmaßnahme", "Gegenmaßnahmen", "Mesures", "Plan d'action"),
    *("Réponse", "Stratégie", "Respuesta", "Plan de mitigación", "Mitigación"),
)
RESPONSE_AMOUNT = (
    *("Response cost", "Cost of response", "Mitigation cost", "Cost of mitigation"),
    *("Treatment cost", "Maßnahmenkosten", "Kosten der Maßnahme"),
    *("Coût de la réponse", "Coût des mesures", "Coste de la respuesta"),
    *("Costo de mitigación",),
)
RESIDUAL_PROBABILITY = (
    *("Residual probability", "Residual likelihood", "Net probability"),
    *("Post-mitigation probability", "Probability after"),
    *("Residual probability score", "Residual likelihood score"),
    *("Probability after response", "Probability after mitigation"),
    *("Restwahrscheinlichkeit", "Probabilité résiduelle", "Probabilidad residual"),
)
RESIDUAL_IMPACT = (
    *("Residual impact", "Net impact", "Post-mitigation impact", "Impact after"),
    *("Residual impact score", "Residual impact rating"),
    *("Impact after response", "Impact after mitigation", "Residual cost impact"),
    *("Restschaden", "Restauswirkung", "Impact résiduel", "Impacto residual"),
)
TARGET_PROBABILITY = (
    *("Target probability", "Target likelihood", "Planned probability"),
    *("Zielwahrscheinlichkeit", "Probabilité cible", "Probabilidad objetivo"),
)
TARGET_IMPACT = (
    *("Target impact", "Target cost impact", "Planned impact", "Zielschaden"),
    *("Zielauswirkung", "Impact cible", "Impacto objetivo"),
)
TRIGGER = (
    *("Trigger", "Triggers", "Risk trigger", "Risk triggers", "Trigger event"),
    *("Trigger condition", "Trigger conditions", "Warning sign", "Warning signs"),
    *("Early warning", "Auslöser", "Frühwarnzeichen", "Déclencheur"),
    *("Déclencheurs", "Disparador", "Desencadenante"),
)
PROXIMITY = ("Proximity", "Timeframe", "Time frame", "When", "Horizon", "Proximité")
DUE = (
    *("Due date", "Due on", "Due", "Next review", "Next review date", "Target date"),
    *("Action due", "Action due date", "Fällig am", "Fälligkeitsdatum", "Termin"),
    *("Échéance", "Date d'échéance", "Fecha límite", "Fecha de vencimiento"),
)
IDENTIFIED = (
    *("Identified on", "Date identified", "Identified", "Date raised", "Raised on"),
    *("Raised", "Date opened", "Opened", "Date logged", "Erfasst am"),
    *("Identifiziert am", "Date d'identification", "Identifié le"),
    *("Fecha de identificación", "Identificado el"),
)
REVIEWED = (
    *("Last reviewed", "Reviewed on", "Review date", "Last review", "Last update"),
    *("Last updated", "Date reviewed", "Updated", "Letzte Prüfung", "Geprüft am"),
    *("Dernière revue", "Revu le", "Última revisión", "Revisado el"),
)
CLOSED = (
    *("Closed on", "Date closed", "Closed", "Closure date", "Close date"),
    *("Geschlossen am", "Abgeschlossen am", "Clôturé le", "Date de clôture"),
    *("Cerrado el", "Fecha de cierre"),
)
OCCURRED = (
    *("Occurred on", "Date occurred", "Occurred", "Materialised on"),
    *("Materialized on", "Eingetreten am", "Survenu le", "Ocurrido el"),
)
ACTUAL = (
    *("Actual cost", "Actual impact", "Booked cost", "Actual loss", "Realised cost"),
    *("Tatsächlicher Schaden", "Coût réel", "Coste real"),
)
SCORE = (
    *("Risk score", "Score", "P x I", "PxI", "P*I", "RPN", "Risikowert (PxI)"),
    *("Risikozahl", "Criticité", "Puntuación"),
)
