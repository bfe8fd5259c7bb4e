"""What Jira calls its columns and values, in the languages of its menus.

English, Spanish, Brazilian Portuguese, Polish, German, French and Japanese, of Cloud
and of Data Center. Headers are compared without regard to case.
"""

from __future__ import annotations

import re

from analytics.importers.headers import plain

CUSTOM_FIELD = (
    "custom field",
    "campo personalizado",
    "pole niestandardowe",
    "benutzerdefinierte felder",
    "benutzerdefiniertes feld",
    "champs personnalisés",
    "champ personnalisé",
    "カスタムフィールド",
    "カスタム フィールド",
)
"""What stands before the name of a custom field in brackets."""

HEADERS: dict[str, tuple[str, ...]] = {
    "issue_key": (
        *("Issue key", "Work item key", "Key", "Clave de incidencia"),
        *("Clave de actividad", "Clave", "Chave da item", "Chave do item"),
        *("Chave da ocorrência", "Chave", "Klucz zgłoszenia", "Klucz"),
        *("Vorgangsschlüssel", "Schlüssel", "Clé de ticket", "Clé du ticket"),
        *("Clé de demande", "Clé", "課題キー", "作業項目キー", "キー"),
    ),
    "issue_number": (
        *("Issue id", "Work item id", "ID de la incidencia", "ID de la actividad"),
        *("ID da item", "ID do item", "Id. zgłoszenia", "Vorgangs-ID"),
        *("ID de ticket", "ID du ticket", "Identifiant de ticket"),
        *("課題 ID", "課題ID", "作業項目 ID", "作業項目ID"),
    ),
    "project_key": (
        *("Project key", "Space key", "Clave del proyecto", "Chave do projeto"),
        *("Klucz projektu", "Projektschlüssel", "Clé de projet", "Clé du projet"),
        *("プロジェクト キー", "プロジェクトキー"),
    ),
    "project_name": (
        *("Project name", "Space name", "Project", "Nombre del proyecto", "Proyecto"),
        *("Nome do projeto", "Projeto", "Nazwa projektu", "Projekt", "Projektname"),
        *("Nom du projet", "Nom de projet", "Projet", "プロジェクト名"),
        "プロジェクト",
    ),
    "issue_type": (
        *("Issue Type", "Work type", "Work item type", "Issuetype"),
        *("Tipo de Incidencia", "Tipo de actividad", "Tipo de item"),
        *("Tipo de ocorrência", "Typ zgłoszenia", "Vorgangstyp", "Type de ticket"),
        *("Type de demande", "課題タイプ", "作業項目タイプ"),
    ),
    "summary": (
        *("Summary", "Resumen", "Resumo", "Podsumowanie", "Zusammenfassung"),
        *("Résumé", "要約"),
    ),
    "status": ("Status", "Estado", "État", "Statut", "ステータス"),
    "status_category": (
        *("Status Category", "Categoría de estado", "Categoria do status"),
        *("Kategoria statusu", "Statuskategorie", "Catégorie d'état"),
        *("Catégorie de statut", "Catégorie de l'état"),
        *("ステータス カテゴリ", "ステータスカテゴリ", "ステータス カテゴリー"),
    ),
    "status_category_changed_at": (
        *("Status Category Changed", "Categoría de estado cambiada"),
        *("Categoria do status alterada", "Zmieniono kategorię statusu"),
        *("Statuskategorie geändert", "Catégorie d'état modifiée"),
        "Catégorie de statut modifiée",
    ),
    "priority": (
        *("Priority", "Prioridad", "Prioridade", "Priorytet", "Priorität"),
        *("Priorité", "優先度"),
    ),
    "resolution": (
        *("Resolution", "Resolución", "Resolução", "Rozwiązanie", "Lösung"),
        *("Résolution", "解決状況"),
    ),
    "assignee": (
        *("Assignee", "Persona asignada", "Responsable", "Responsável"),
        *("Osoba przypisana", "Zugewiesene Person", "Bearbeiter"),
        *("Personne assignée", "Attribution", "担当者"),
    ),
    "reporter": (
        *("Reporter", "Informador", "Relator", "Osoba zgłaszająca", "Autor"),
        *("Berichterstatter", "Rapporteur", "報告者"),
    ),
    "created_at": (
        *("Created", "Date created", "Creada", "Creado", "Criado", "Utworzono"),
        *("Erstellt", "Création", "Créé", "Créée", "作成日"),
    ),
    "updated_at": (
        *("Updated", "Date modified", "Actualizada", "Actualizado"),
        *("Atualizado(a)", "Atualizado", "Zaktualizowano", "Aktualisiert"),
        *("Mise à jour", "Mis à jour", "更新日"),
    ),
    "resolved_at": (
        *("Resolved", "Resolution date", "Date resolved", "Resuelta", "Resuelto"),
        *("Resolvido", "Rozwiązane", "Erledigt", "Résolu", "Résolue", "Résolu(e)"),
        *("Date de résolution", "解決日"),
    ),
    "due_on": (
        *("Due date", "Fecha de vencimiento", "Data limite", "Termin"),
        *("Fälligkeitsdatum", "Fällig", "Date d'échéance", "Échéance", "期限", "期日"),
    ),
    "original_estimate_seconds": (
        *("Original estimate", "Estimación original", "Estimativa original"),
        *("Pierwotne oszacowanie", "Ursprüngliche Schätzung"),
        *("Estimation originale", "Estimation d'origine", "Estimation initiale"),
        *("初期見積もり", "初期見積り"),
    ),
    "remaining_seconds": (
        *("Remaining Estimate", "Trabajo restante estimado"),
        *("Estimativa de trabalho restante", "Pozostały koszt", "Restschätzung"),
        *("Estimation restante", "Estimation du temps restant"),
        *("残余見積もり", "残余見積り", "残り見積もり"),
    ),
    "spent_seconds": (
        *("Time Spent", "Tiempo Trabajado", "Tempo gasto", "Czas poświęcony"),
        *("Benötigte Zeit", "Temps passé", "Temps consacré", "消費時間"),
    ),
    "fix_versions": (
        *("Fix versions", "Fix Version/s", "Fix Version", "Versiones corregidas"),
        *("Versión correctora", "Versión(es) corregida(s)", "Versões corrigidas"),
        *("Versão corrigida", "Wersje naprawione", "Wersja naprawy"),
        *("Lösungsversionen", "Lösungsversion", "Lösungsversion(en)"),
        *("Versions corrigées", "Version corrigée", "Version(s) corrigée(s)"),
        "修正バージョン",
    ),
    "components": (
        *("Components", "Component/s", "Component", "Componentes", "Komponenty"),
        *("Komponenten", "Komponente(n)", "Composants", "Composant(s)"),
        "コンポーネント",
    ),
    "labels": (
        *("Labels", "Label", "Etiquetas", "Categorias", "Etykiety"),
        *("Stichwörter", "Étiquettes", "ラベル"),
    ),
    "parent": (
        *("Parent key", "Clave principal", "Chave pai", "Klucz elementu nadrzędnego"),
        *("Übergeordneter Schlüssel", "Clé parent", "Clé du parent"),
        *("Parent", "Parent id", "Principal", "ID principal", "Pai", "ID pai"),
        *("Element nadrzędny", "Übergeordnet", "Übergeordnete ID"),
        *("ID parent", "ID du parent", "親キー", "親課題", "親"),
    ),
}

CUSTOM: dict[str, tuple[str, ...]] = {
    "sprints": ("Sprint", "Sprints", "スプリント"),
    "parent": ("Parent Link",),
    "epic_key": (
        *("Epic Link", "Enlace de épica", "Link do épico", "Epos-Link"),
        *("Epic-Verknüpfung", "Epic-Link", "Link do Epic", "Łącze do epiku"),
        *("Lien d'epic", "Lien d'épopée", "エピック リンク", "エピックリンク"),
    ),
    "team": (
        *("Team Name", "Team", "Teams", "Equipo", "Equipe", "Zespół"),
        "Équipe",
    ),
    "is_flagged": (
        *("Flagged", "Marcado", "Marcada", "Sinalizado", "Oflagowane", "Markiert"),
        *("Marqué", "Signalé"),
    ),
    "numbers": (
        *("Story Points", "Story point estimate", "Story Point", "Points"),
        *("Puntos de historia", "Estimación de puntos de historia"),
        *("Pontos de história", "Pontos de estória"),
        *("Estimativa de pontos de história", "Estimativa de story point"),
        *("Punkty historii", "Szacowane punkty historii"),
        *("Story-Punkte", "Storypunkte", "Story Point-Schätzung"),
        *("Points de story", "Points d'histoire", "Estimation en story points"),
        *("Estimation des story points", "ストーリー ポイント"),
        "ストーリーポイント",
    ),
}

ESTIMATE = re.compile(
    r"point|puntos|pontos|punkte|punkty|estima|schätzung|szacowan|oszacowan|effort"
    r"|esfuerzo|esforço|aufwand|\bsize\b|\btaille\b|ポイント|見積"
)
"""Names of custom fields that may hold an estimate, if they hold numbers."""

CATEGORIES = {
    "todo": (
        *("to do", "new", "por hacer", "tareas por hacer", "pendiente", "a fazer"),
        *("itens pendentes", "tarefas pendentes", "pendente", "do zrobienia"),
        *("zu erledigen", "aufgaben", "offen", "à faire", "a faire", "da fare"),
        *("da completare", "te doen", "未着手", "未対応"),
    ),
    "doing": (
        *("in progress", "indeterminate", "en curso", "en progreso", "em andamento"),
        *("w toku", "in arbeit", "in bearbeitung", "en cours", "in corso", "bezig"),
        *("in uitvoering", "進行中", "処理中"),
    ),
    "done": (
        *(
            "done",
            "complete",
            "completed",
            "listo",
            "hecho",
            "finalizada",
            "finalizado",
        ),
        *("itens concluídos", "concluído", "concluída", "feito", "pronto", "gotowe"),
        *("zrobione", "ukończone", "fertig", "erledigt", "abgeschlossen", "terminé"),
        *("terminée", "terminé(e)", "terminés", "fini", "completato", "completata"),
        *("gereed", "voltooid", "klaar", "完了"),
    ),
}

NOT_FLAGGED = ("no", "false", "0", "none", "nein", "nie", "não", "non")

NOT_JIRA = ("Work date", "Worklog", "Iteration Path", "Task ID", "Issue summary")
"""Headers of other exports that have a column for the issue key too."""


def aliases(column: str) -> tuple[str, ...]:
    """Return the headers a canonical column may have, best first.

    >>> aliases("epic_key")[:2]
    ('epic link', 'custom field (epic link)')
    """
    names = list(HEADERS.get(column, ()))
    for name in CUSTOM.get(column, ()):
        names += [name, *(f"{prefix} ({name})" for prefix in CUSTOM_FIELD)]
    curly = [name.replace("'", "\u2019") for name in names if "'" in name]
    return tuple(dict.fromkeys(plain(name) for name in names + curly))


def field_name(header: str) -> str:
    """Return the name of a field without what marks it as a custom field.

    >>> field_name("Custom field (Story Points)"), field_name(" Story Points ")
    ('Story Points', 'Story Points')
    """
    name = " ".join(header.replace("\ufeff", "").split())
    for prefix in CUSTOM_FIELD:
        if name.casefold().startswith(f"{prefix} (") and name.endswith(")"):
            return name[len(prefix) + 2 : -1].strip()
    return name


def is_custom(header: str) -> bool:
    """Say whether a plain header is marked as a custom field."""
    return header.endswith(")") and header.startswith(
        tuple(f"{prefix} (" for prefix in CUSTOM_FIELD)
    )
