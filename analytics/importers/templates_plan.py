"""Tables to fill in about plan and money: schedule, milestones, capacity, rates."""

from __future__ import annotations

from analytics.importers.template import Template, made

PLAN: tuple[Template, ...] = (
    made(
        "Schedule",
        "schedule.csv",
        "schedules",
        """
        ID: Number of the task, stable when rows move
        WBS: Outline code such as 1.2
        Task name: Name
        Milestone: Yes for a milestone
        Start: Start as planned now
        Finish: Finish as planned now
        Baseline start: Start as first agreed
        Baseline finish: Finish as first agreed
        Duration: Working time, such as 5 days
        % complete: Percent done
        Predecessors: Tasks it waits for, such as 3FS+2d
        Cost: Cost as planned now
        Resource names: Who works on it
        Currency: ISO code, such as EUR
        """,
        "1,1,Design,No,2026-01-05,2026-01-16,2026-01-05,2026-01-16,10 days,100%,,"
        "12000,Ana; Ben,EUR",
        "2,2,Build,No,2026-01-21,2026-02-13,2026-01-19,2026-02-06,18 days,40%,"
        "1FS+2d,38000,Ben,EUR",
        "3,3,First version ready,Yes,2026-02-13,2026-02-13,2026-02-06,2026-02-06,"
        "0 days,0%,2,,,",
    ),
    made(
        "Milestones",
        "milestones.csv",
        "milestones",
        """
        Milestone ID: Number, stable from report to report
        Milestone: Name
        Description: What is reached with it
        Owner: Who answers for it
        Status: Status in your own words
        Baseline date: Date as first agreed
        Planned date: Date as planned now
        Actual date: When it was reached, empty until then
        % complete: Percent done
        Work package: Work package or control account, as in schedule and ledger
        Weight: What it weighs among those of its work package, such as 20 or 20%
        Units planned: Pieces, metres and the like, for a work package without weights
        Units done: How many of them are done
        Contractual: Yes where a contract names it
        Release: Release it belongs to, if any
        Note: Reason for a move, or any remark
        """,
        "M-1,Design agreed,Screens are signed,A. Owner,Done,2026-01-30,2026-01-30,"
        "2026-02-02,100%,Portal,20,,,No,,",
        "M-2,Acceptance,Customer has signed,B. Owner,At risk,2026-06-30,2026-07-15,,"
        "40%,Portal,80,,,Yes,1.0,Late start of the supplier",
        "M-3,First interfaces,They run,C. Owner,In work,2026-05-29,2026-05-29,"
        ",,Interfaces,,40,25,No,,",
    ),
    made(
        "Releases",
        "releases.csv",
        "releases",
        """
        Release: Name exactly as in the tracker
        Description: What it brings
        Release manager: Who answers for it
        Status: Status in your own words
        Start: When work on it starts
        Baseline date: Release date as first agreed
        Planned release: Release date as planned now
        Released on: When it was released, empty until then
        Released: Yes or no
        Archived: Yes where it is put away
        """,
        "0.9,Sign in,A. Owner,Released,2026-01-05,2026-02-20,2026-02-20,2026-02-24,"
        "Yes,No",
        "1.0,Payments,A. Owner,In work,2026-02-23,2026-06-30,2026-07-15,,No,No",
    ),
    made(
        "Capacity",
        "capacity.csv",
        "capacity",
        """
        Team: Team
        Person: Who it is, empty for the whole team
        Role: Role or skill
        Sprint: Sprint, where the period is one
        Start: First day
        End: Last day, included
        Capacity (hours): Hours that can be planned
        Absence (hours): Hours away
        Allocated (hours): Hours already planned
        Capacity (points): Capacity in story points
        Availability (%): Share of full time
        Note: Reason or remark
        """,
        "Portal,Ana,Developer,Sprint 1,2026-01-05,2026-01-18,72,8,60,13,100%,",
        "Portal,Ben,Tester,Sprint 1,2026-01-05,2026-01-18,36,0,30,,50%,Half time",
    ),
    made(
        "Hours booked",
        "hours.csv",
        "worklogs",
        """
        Work item: Key of the work item, such as APP-12
        Person: Who worked
        Team: Team
        Date: Day of the work
        Hours worked: Hours, such as 3.5 or 2h
        Billable hours: Hours that are billed
        Account: Account or cost centre
        Activity: Kind of work
        Comment: What was done
        """,
        "APP-1,Ana,Portal,2026-01-06,6,6,4711,Development,Sign in",
        "APP-1,Ben,Portal,2026-01-07,2.5,0,4711,Test,Sign in",
    ),
    made(
        "Earned value",
        "earned_value.csv",
        "earned value",
        """
        Control account: Work package or control account, empty for the whole project
        Period: Month, quarter or year, such as 2026-03
        PV: Planned value (BCWS)
        EV: Earned value (BCWP)
        AC: Actual cost (ACWP)
        Currency: ISO code, such as EUR
        Cumulative: Yes where amounts are sums since the start, no for each period
        """,
        "Portal,2026-01,40000,36000,39250,EUR,Yes",
        "Portal,2026-02,82000,75000,81400,EUR,Yes",
    ),
    made(
        "Exchange rates",
        "exchange_rates.csv",
        "exchange rates",
        """
        Valid from: First day the rate counts
        From currency: ISO code of one unit, such as USD
        To currency: ISO code of what it is worth, such as EUR
        Exchange rate: What one unit is worth
        Source: Who says so
        """,
        "2026-01-01,USD,EUR,0.92,Treasury",
        "2026-02-01,USD,EUR,0.935,Treasury",
    ),
)
