"""Registers to fill in: requirements, acceptance, changes, decisions, compliance."""

from __future__ import annotations

from analytics.importers.template import Template, made

REGISTERS: tuple[Template, ...] = (
    made(
        "Requirements",
        "requirements.csv",
        "requirements",
        """
        Requirement ID: Number
        Requirement: Short title
        Description: What is required
        Type: Functional, quality, legal, ...
        Priority: Must, should, could
        Status: Status in your own words
        Requested by: Who asks for it
        Source: Contract, law or meeting it comes from
        Parent: Requirement it is part of
        Acceptance criteria: How it is judged
        Work items: Work items that build it, such as APP-1, APP-2
        Release: Release it is planned for
        Version: Version of its text
        Raised on: When it was raised
        Approved on: When it was approved
        Due date: When it is needed
        """,
        "REQ-1,Sign in,Customers sign in with their card,Functional,Must,Approved,"
        'Sales,Contract 3.1,,Ten testers can sign in,"APP-1, APP-2",1.0,2,2026-01-05,'
        "2026-01-12,2026-06-30",
        "REQ-2,Answer in a second,Pages answer within a second,Quality,Should,Draft,"
        "Operations,Workshop,REQ-1,95 % within one second,APP-7,1.0,1,2026-01-19,,",
    ),
    made(
        "Acceptance results",
        "acceptance.csv",
        "acceptance results",
        """
        Test ID: Number of the test or criterion
        Requirement ID: Requirement it judges
        Work items: Work items it judges, such as APP-1, APP-2
        Test case: Criterion
        Description: How it is tested
        Test result: Passed, failed, blocked or open
        Severity: How bad a failure is
        Tested on: When it was tested
        Tester: Who tested
        Accepted on: When it was accepted
        Accepted by: Who accepted
        Due date: When it is due
        Defects: Defects found, such as APP-31
        Evidence: Where the proof is
        Note: Any remark
        """,
        "T-1,REQ-1,APP-1,Sign in with a card,Follow the script,Passed,High,2026-03-02,"
        "C. Tester,2026-03-04,B. Owner,2026-03-31,,Report 7,",
        "T-2,REQ-2,APP-7,Pages answer in a second,Load of 100 users,Failed,Medium,"
        "2026-03-03,C. Tester,,,2026-03-31,APP-31,Report 8,Slow search",
    ),
    made(
        "Change requests",
        "change_requests.csv",
        "change requests",
        """
        Change ID: Number
        Title: Short title
        Description: What changes
        Type: Request for change, off-specification or problem
        Status: Status in your own words
        Decision: Approved, rejected, deferred or open
        Priority: Priority
        Severity: Severity
        Requested by: Who asked
        Owner: Who answers for it
        Reason: Why
        Impact: Effect in words
        Cost impact: Effect on cost; a saving is negative
        Currency: ISO code, such as EUR
        Schedule impact (days): Effect on the date
        Scope impact (points): Effect on the scope
        Cost category: Category of the budget that it changes
        Work package: Work package that it changes
        Work items: Work items that it brings
        Requirement IDs: Requirements that it changes
        Raised on: When it was raised
        Decision due: When a decision is needed
        Decided on: When it was decided
        Decided by: Who decided
        Closed on: When it was closed
        Note: Any remark
        """,
        "CR-1,Second language,All pages in French,Request for change,In work,Approved,"
        "High,Major,Sales,A. Owner,New market,More testing,18000,EUR,10,13,Staff,"
        'Portal,"APP-40, APP-41",REQ-1,2026-02-02,2026-02-27,2026-02-20,Board,,',
        "CR-2,Own data centre,Host it ourselves,Request for change,New,Open,Low,Minor,"
        "Operations,B. Owner,Policy,New contract,45000,EUR,30,0,Hosting,,,,2026-02-16,"
        "2026-03-31,,,,",
    ),
    made(
        "Decisions",
        "decisions.csv",
        "decisions",
        """
        Decision ID: Number
        Decision needed: The question
        Background: What one must know
        Options: What could be chosen
        Status: Open, decided, ...
        Outcome: What was decided
        Rationale: Why
        Impact: What follows
        Owner: Who prepares or carries it out
        Decided by: Who decides
        Raised on: When the question came up
        Due date: When it is needed
        Decided on: When it was decided
        Cost impact: Effect on cost
        Currency: ISO code, such as EUR
        Schedule impact (days): Effect on the date
        Work items: Work items it touches
        Note: Any remark
        """,
        "D-1,Which card provider?,Two offers are in,A or B,Decided,Provider A,Cheaper,"
        "Contract by March,A. Owner,Board,2026-01-12,2026-01-31,2026-01-28,-5000,EUR,0,"
        "APP-12,",
        "D-2,Pilot with how many users?,The room holds 40,20 or 40,Open,,,Training,"
        "B. Owner,Sponsor,2026-02-09,2026-03-13,,,,,,",
    ),
    made(
        "Compliance items",
        "compliance.csv",
        "compliance items",
        """
        Control ID: Number of the obligation or control
        Framework: Law, standard or contract
        Clause: Clause of it
        Obligation: What is required
        Description: In more words
        Compliance status: Met, partly met, not met, not applicable or open
        Severity: How bad a breach is
        Owner: Who answers for it
        Evidence: Where the proof is
        Finding: What an audit found
        Action: What is done about it
        Due date: When it must be met
        Last reviewed: When it was last checked
        Closed on: When it was met
        Note: Any remark
        """,
        "C-1,Data protection,Art. 30,Record of processing,List of all processing,Met,"
        "High,A. Owner,Register v3,,,2026-02-28,2026-02-20,2026-02-20,",
        "C-2,Data protection,Art. 32,Backups are tested,Restore once a year,Partly met,"
        "Medium,B. Owner,,No test yet,Test in April,2026-04-30,2026-02-20,,",
    ),
)
