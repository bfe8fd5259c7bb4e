"""Headers that registers share, in English, German, French and Spanish.

Registers look alike: all have a number, a title, a status and an owner. What tells
one from another are the headers of its own, which stand in its module; `OTHER` names
those of what is no register at all.
"""

from __future__ import annotations

ID = ("ID", "No", "No.", "Number", "#", "Nr", "Nr.", "Ref", "Réf", "N°", "Key", "Num")
TITLE = (
    *("Title", "Name", "Summary", "Subject", "Titel", "Bezeichnung", "Titre"),
    *("Intitulé", "Nom", "Título", "Nombre", "Asunto"),
)
DESCRIPTION = (
    *("Description", "Details", "Text", "Beschreibung", "Details / Description"),
    *("Description détaillée", "Descripción", "Detalle"),
)
STATUS = ("Status", "State", "Statut", "État", "Estado", "Zustand")
OWNER = (
    *("Owner", "Responsible", "Accountable", "Assigned to", "Responsible person"),
    *("Verantwortlich", "Verantwortlicher", "Zuständig", "Eigner", "Responsable"),
    *("Propriétaire", "Propietario", "Encargado"),
)
PRIORITY = (
    *("Priority", "Prio", "MoSCoW", "Importance", "Priorität", "Priorité"),
    *("Prioridad", "Importancia"),
)
SEVERITY = (
    *("Severity", "Criticality", "Schweregrad", "Schwere", "Gravité", "Sévérité"),
    *("Gravedad", "Severidad", "Criticité"),
)
NOTE = (
    *("Note", "Notes", "Comment", "Comments", "Remark", "Remarks", "Bemerkung"),
    *("Bemerkungen", "Kommentar", "Anmerkung", "Commentaire", "Commentaires"),
    *("Remarque", "Remarques", "Comentario", "Comentarios", "Observaciones", "Nota"),
)
REASON = (
    *("Reason", "Justification", "Rationale", "Business case", "Why", "Grund"),
    *("Begründung", "Motif", "Raison", "Motivo", "Justificación", "Razón"),
)
IMPACT = (
    *("Impact", "Impact assessment", "Impact analysis", "Effect", "Consequences"),
    *("Consequence", "Auswirkung", "Auswirkungen", "Folgen", "Conséquences"),
    *("Impacto", "Consecuencias"),
)
RAISED = (
    *("Raised on", "Date raised", "Raised", "Opened", "Opened on", "Date opened"),
    *("Requested on", "Request date", "Date requested", "Created", "Created on"),
    *("Date", "Logged on", "Date logged", "Erfasst am", "Eingereicht am"),
    *("Beantragt am", "Gestellt am", "Demandé le", "Solicitado el"),
    *("Antragsdatum", "Datum", "Erstellt am", "Créé le", "Date de création"),
    *("Date de demande", "Fecha", "Fecha de solicitud", "Fecha de creación"),
)
DUE = (
    *("Due date", "Due", "Due on", "Needed by", "Decision due", "Required by"),
    *("Deadline", "Target date", "Fällig am", "Fälligkeit", "Termin", "Frist"),
    *("Échéance", "Date d'échéance", "Date limite", "Fecha límite", "Vencimiento"),
)
CLOSED = (
    *("Closed on", "Date closed", "Closed", "Closure date", "Close date"),
    *("Completed on", "Geschlossen am", "Abgeschlossen am", "Erledigt am"),
    *("Clôturé le", "Date de clôture", "Cerrado el", "Fecha de cierre"),
)
DECIDED = (
    *("Decided on", "Decision date", "Date decided", "Date of decision"),
    *("Approval date", "Approved on", "Entschieden am", "Entscheidungsdatum"),
    *(
        "Entscheidung am",
        "Beschlossen am",
        "Décidé le",
        "Date de décision",
        "Date de la décision",
    ),
    *("Decidido el", "Fecha de decisión", "Fecha de la decisión"),
)
DECIDED_BY = (
    *("Decided by", "Decision by", "Decision maker", "Approved by", "Approver"),
    *("Decision owner", "Board", "Entschieden von", "Entscheider", "Genehmigt von"),
    *("Décidé par", "Décideur", "Approuvé par", "Decidido por", "Aprobado por"),
)
COST = (
    *("Cost impact", "Cost effect", "Impact on cost", "Effect on cost"),
    *("Budget impact", "Estimated cost", "Cost change", "Additional cost"),
    *("Kostenauswirkung", "Mehrkosten", "Kostenwirkung", "Impact coût"),
    *("Impact sur le coût", "Surcoût", "Impact budgétaire", "Impacto en coste"),
    *("Impacto en el coste", "Impacto económico", "Sobrecoste"),
    *("Cost", "Costs", "Kosten", "Coût", "Coûts", "Coste", "Costo"),
)
DAYS = (
    *("Schedule impact (days)", "Schedule impact", "Schedule effect (days)"),
    *("Time impact (days)", "Time impact", "Delay (days)", "Impact on schedule"),
    *("Days", "Terminauswirkung (Tage)", "Terminauswirkung", "Verzug (Tage)"),
    *("Impact délai (jours)", "Impact délai", "Retard (jours)"),
    *("Impacto en plazo (días)", "Impacto en plazo", "Retraso (días)"),
)
DAY_WORDS = (
    "D",
    "DAY",
    "DAYS",
    "TAG",
    "TAGE",
    "T",
    "J",
    "JOUR",
    "JOURS",
    "DÍA",
    "DÍAS",
)
ISSUES = (
    *("Work items", "Work item", "Linked issues", "Linked items", "Related issues"),
    *("Issue keys", "Stories", "Tickets", "Jira keys", "Jira", "Backlog items"),
    *("Vorgänge", "Verknüpfte Vorgänge", "Éléments liés", "Demandes liées"),
    *("Elementos", "Elementos vinculados", "Incidencias"),
)
REQUIREMENTS = (
    *("Requirement", "Requirements", "Requirement ID", "Requirement IDs"),
    *("Requirement no.", "Req ID", "Req. ID", "Anforderung", "Anforderungen"),
    *("Anforderungs-ID", "Exigence", "Exigences", "ID exigence", "Requisito"),
    *("Requisitos", "ID requisito"),
)
EVIDENCE = (
    *("Evidence", "Proof", "Evidence link", "Report", "Report link", "Nachweis"),
    *("Beleg", "Preuve", "Justificatif", "Evidencia", "Prueba"),
)
RELEASE = (
    *("Release", "Target release", "Planned release", "Fix version"),
    *("Livraison", "Entrega", "Lanzamiento"),
)
TEAM = ("Team", "Squad", "Group", "Gruppe", "Équipe", "Equipo")

OTHER = (
    *("Issue key", "Issue Type", "Issue id", "Vorgangsschlüssel", "Clé de ticket"),
    *("Clave de incidencia", "Work Item Type", "Predecessors", "Vorgänger"),
    *("Prédécesseurs", "Predecesoras", "Task ID", "Task name", "Assignee", "Labels"),
    *("Tracker", "Cycle Name", "Probability", "Likelihood", "Wahrscheinlichkeit"),
    *("Eintrittswahrscheinlichkeit", "Probabilité", "Vraisemblance", "Probabilidad"),
    *("Posting date", "Invoice number", "PO number", "Iteration Path"),
)
"""Headers of trackers, schedules, risk registers and ledgers."""
