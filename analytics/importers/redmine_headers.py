"""What Redmine calls the columns of its issue lists, by language.

English, German, French, Japanese, Spanish, Brazilian Portuguese, Polish, Italian and
Dutch, as Redmine's own locale files (config/locales, revision 890812e) have them. The
number of an issue is headed `#` in every language.
"""

from __future__ import annotations

HEADERS: dict[str, tuple[str, ...]] = {
    "issue_key": ("#",),
    "project": (
        *("Project", "Projekt", "Projet", "プロジェクト", "Proyecto", "Projeto"),
        "Progetto",
    ),
    "tracker": ("Tracker", "トラッカー", "Tipo", "Typ zagadnienia"),
    "parent": (
        *("Parent task", "Übergeordnetes Ticket", "Tâche parente", "親チケット"),
        *("Tarea padre", "Tarefa mãe", "Zagadnienie nadrzędne"),
        *("Attività principale", "Hoofdissue"),
    ),
    "status": ("Status", "Statut", "ステータス", "Estado", "Situação", "Stato"),
    "priority": (
        *("Priority", "Priorität", "Priorité", "優先度", "Prioridad", "Prioridade"),
        *("Priorytet", "Priorità", "Prioriteit"),
    ),
    "subject": (
        *("Subject", "Thema", "Sujet", "題名", "Asunto", "Título", "Temat"),
        *("Oggetto", "Onderwerp"),
    ),
    "author": ("Author", "Autor", "Auteur", "作成者", "Autore"),
    "assignee": (
        *("Assignee", "Zugewiesen an", "Assigné à", "担当者", "Asignado a"),
        *("Atribuído para", "Przypisany do", "Assegnato a", "Toegewezen aan"),
    ),
    "updated": (
        *("Updated", "Aktualisiert", "Mis-à-jour", "更新日", "Actualizado"),
        *("Alterado em", "Data modyfikacji", "Aggiornato", "Laatst gewijzigd op"),
    ),
    "category": (
        *("Category", "Kategorie", "Catégorie", "カテゴリ", "Categoría"),
        *("Categoria", "Kategoria", "Categorie"),
    ),
    "version": (
        *("Target version", "Zielversion", "Version cible", "対象バージョン"),
        *("Versión prevista", "Versão", "Wersja docelowa", "Versione prevista"),
        "Versie",
    ),
    "start": (
        *("Start date", "Beginn", "Début", "開始日", "Fecha de inicio", "Início"),
        *("Data rozpoczęcia", "Inizio", "Startdatum"),
    ),
    "due": (
        *("Due date", "Abgabedatum", "Echéance", "期日", "Fecha fin"),
        *("Data prevista", "Data oddania", "Scadenza", "Verwachte einddatum"),
    ),
    "estimated": (
        *("Estimated time", "Geschätzter Aufwand", "Temps estimé", "予定工数"),
        *("Tiempo estimado", "Tempo estimado", "Szacowany czas", "Tempo stimato"),
        "Geschatte tijd",
    ),
    "remaining": (
        *("Estimated remaining time", "Geschätzter verbleibender Aufwand"),
        *("Temps restant estimé", "残工数", "Tempo restante estimado"),
        "Tempo rimanente stimato",
    ),
    "spent": (
        *("Spent time", "Aufgewendete Zeit", "Temps passé", "作業時間"),
        *("Tiempo dedicado", "Tempo gasto", "Przepracowany czas", "Tempo impiegato"),
        "Gespendeerde tijd",
    ),
    "done": (
        *("% Done", "% erledigt", "% réalisé", "進捗率", "% Realizado"),
        *("% Terminado", "% Wykonania", "% Completato", "% voltooid"),
    ),
    "created": (
        *("Created", "Angelegt", "Créé", "作成日", "Creado", "Criado em"),
        *("Data utworzenia", "Creato", "Aangemaakt op"),
    ),
    "closed": (
        *("Closed", "Geschlossen am", "Fermé", "終了日", "Cerrada", "Concluído"),
        *("Data zamknięcia", "Chiuso", "Gesloten"),
    ),
}
