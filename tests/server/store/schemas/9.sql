-- SPDX-FileCopyrightText: 2026 Meedoen contributors
-- SPDX-License-Identifier: EUPL-1.2

CREATE TABLE account (
    id INTEGER NOT NULL, 
    uid VARCHAR(32) NOT NULL, 
    address VARCHAR(254) NOT NULL, 
    password TEXT NOT NULL, 
    language VARCHAR(35) NOT NULL, 
    created BIGINT NOT NULL, 
    disabled BIGINT, 
    CONSTRAINT pk_account PRIMARY KEY (id), 
    CONSTRAINT uq_account_uid UNIQUE (uid), 
    CONSTRAINT uq_account_address UNIQUE (address)
);

CREATE TABLE house (
    id INTEGER NOT NULL, 
    uid VARCHAR(32) NOT NULL, 
    version INTEGER NOT NULL, 
    created BIGINT NOT NULL, 
    revision BIGINT NOT NULL, 
    CONSTRAINT pk_house PRIMARY KEY (id)
);

CREATE TABLE organisation (
    id INTEGER NOT NULL, 
    uid VARCHAR(32) NOT NULL, 
    name VARCHAR(63) NOT NULL, 
    title TEXT NOT NULL, 
    language VARCHAR(35) NOT NULL, 
    time_zone VARCHAR(63) NOT NULL, 
    intro TEXT NOT NULL, 
    contact TEXT NOT NULL, 
    privacy TEXT NOT NULL, 
    rules TEXT NOT NULL, 
    CONSTRAINT pk_organisation PRIMARY KEY (id), 
    CONSTRAINT uq_organisation_uid UNIQUE (uid)
);

CREATE TABLE sign_in_attempt (
    who BLOB NOT NULL, 
    device VARCHAR(64) NOT NULL, 
    recent JSON NOT NULL, 
    latest BIGINT NOT NULL, 
    CONSTRAINT pk_sign_in_attempt PRIMARY KEY (who, device)
);

CREATE INDEX ix_sign_in_attempt_latest ON sign_in_attempt (latest);

CREATE TABLE case_masks (
    organisation INTEGER NOT NULL, 
    masks TEXT NOT NULL, 
    CONSTRAINT pk_case_masks PRIMARY KEY (organisation), 
    CONSTRAINT fk_case_masks_organisation FOREIGN KEY(organisation) REFERENCES organisation (id)
);

CREATE TABLE house_rules (
    organisation INTEGER NOT NULL, 
    framers TEXT NOT NULL, 
    keep_months INTEGER NOT NULL, 
    CONSTRAINT pk_house_rules PRIMARY KEY (organisation), 
    CONSTRAINT fk_house_rules_organisation FOREIGN KEY(organisation) REFERENCES organisation (id)
);

CREATE TABLE invitation (
    digest BLOB NOT NULL, 
    organisation INTEGER, 
    address VARCHAR(254) NOT NULL, 
    grants JSON NOT NULL, 
    created BIGINT NOT NULL, 
    expires BIGINT NOT NULL, 
    used BIGINT, 
    CONSTRAINT pk_invitation PRIMARY KEY (digest), 
    CONSTRAINT fk_invitation_organisation FOREIGN KEY(organisation) REFERENCES organisation (id)
);

CREATE INDEX ix_invitation_organisation_expires ON invitation (organisation, expires);

CREATE TABLE logo (
    organisation INTEGER NOT NULL, 
    name VARCHAR(63) NOT NULL, 
    media VARCHAR(63) NOT NULL, 
    content BLOB NOT NULL, 
    CONSTRAINT pk_logo PRIMARY KEY (organisation), 
    CONSTRAINT fk_logo_organisation FOREIGN KEY(organisation) REFERENCES organisation (id)
);

CREATE TABLE membership (
    id INTEGER NOT NULL, 
    uid VARCHAR(32) NOT NULL, 
    account INTEGER NOT NULL, 
    organisation INTEGER NOT NULL, 
    name TEXT NOT NULL, 
    function TEXT NOT NULL, 
    department TEXT NOT NULL, 
    show_name BOOLEAN NOT NULL, 
    created BIGINT NOT NULL, 
    ended BIGINT, 
    CONSTRAINT pk_membership PRIMARY KEY (id), 
    CONSTRAINT uq_membership_account_organisation UNIQUE (account, organisation), 
    CONSTRAINT uq_membership_uid UNIQUE (uid), 
    CONSTRAINT fk_membership_account FOREIGN KEY(account) REFERENCES account (id), 
    CONSTRAINT fk_membership_organisation FOREIGN KEY(organisation) REFERENCES organisation (id)
);

CREATE INDEX ix_membership_organisation ON membership (organisation);

CREATE TABLE moderators_told (
    organisation INTEGER NOT NULL, 
    at BIGINT NOT NULL, 
    CONSTRAINT pk_moderators_told PRIMARY KEY (organisation), 
    CONSTRAINT fk_moderators_told_organisation FOREIGN KEY(organisation) REFERENCES organisation (id)
);

CREATE TABLE organisation_name (
    name VARCHAR(63) NOT NULL, 
    organisation INTEGER NOT NULL, 
    CONSTRAINT pk_organisation_name PRIMARY KEY (name), 
    CONSTRAINT fk_organisation_name_organisation FOREIGN KEY(organisation) REFERENCES organisation (id)
);

CREATE TABLE ready_answer (
    id INTEGER NOT NULL, 
    organisation INTEGER NOT NULL, 
    title TEXT NOT NULL, 
    text TEXT NOT NULL, 
    source TEXT NOT NULL, 
    archived BOOLEAN NOT NULL, 
    looked BIGINT NOT NULL, 
    CONSTRAINT pk_ready_answer PRIMARY KEY (id), 
    CONSTRAINT fk_ready_answer_organisation FOREIGN KEY(organisation) REFERENCES organisation (id)
);

CREATE INDEX ix_ready_answer_organisation ON ready_answer (organisation);

CREATE TABLE session (
    digest BLOB NOT NULL, 
    account INTEGER NOT NULL, 
    created BIGINT NOT NULL, 
    seen BIGINT NOT NULL, 
    device VARCHAR(64) NOT NULL, 
    form VARCHAR(64) NOT NULL, 
    stale BOOLEAN NOT NULL, 
    CONSTRAINT pk_session PRIMARY KEY (digest), 
    CONSTRAINT fk_session_account FOREIGN KEY(account) REFERENCES account (id)
);

CREATE INDEX ix_session_account ON session (account);

CREATE INDEX ix_session_seen ON session (seen);

CREATE TABLE theme (
    organisation INTEGER NOT NULL, 
    upload TEXT NOT NULL, 
    style TEXT NOT NULL, 
    CONSTRAINT pk_theme PRIMARY KEY (organisation), 
    CONSTRAINT fk_theme_organisation FOREIGN KEY(organisation) REFERENCES organisation (id)
);

CREATE TABLE theme_before (
    organisation INTEGER NOT NULL, 
    upload TEXT NOT NULL, 
    style TEXT NOT NULL, 
    CONSTRAINT pk_theme_before PRIMARY KEY (organisation), 
    CONSTRAINT fk_theme_before_organisation FOREIGN KEY(organisation) REFERENCES organisation (id)
);

CREATE TABLE widget (
    id INTEGER NOT NULL, 
    uid VARCHAR(32) NOT NULL, 
    organisation INTEGER NOT NULL, 
    name VARCHAR(63) NOT NULL, 
    type VARCHAR(63) NOT NULL, 
    title TEXT NOT NULL, 
    settings JSON NOT NULL, 
    language VARCHAR(35) NOT NULL, 
    expectation TEXT NOT NULL, 
    least SMALLINT NOT NULL, 
    created BIGINT NOT NULL, 
    withdrawn BIGINT, 
    successor TEXT NOT NULL, 
    revision BIGINT NOT NULL, 
    counted BIGINT NOT NULL, 
    last_number INTEGER NOT NULL, 
    parts_made INTEGER NOT NULL, 
    CONSTRAINT pk_widget PRIMARY KEY (id), 
    CONSTRAINT uq_widget_uid UNIQUE (uid), 
    CONSTRAINT fk_widget_organisation FOREIGN KEY(organisation) REFERENCES organisation (id)
);

CREATE INDEX ix_widget_organisation ON widget (organisation);

CREATE TABLE act (
    widget INTEGER NOT NULL, 
    participant BLOB NOT NULL, 
    "key" VARCHAR(64) NOT NULL, 
    action VARCHAR(63) NOT NULL, 
    number INTEGER, 
    at BIGINT NOT NULL, 
    CONSTRAINT pk_act PRIMARY KEY (widget, participant, "key"), 
    CONSTRAINT fk_act_widget FOREIGN KEY(widget) REFERENCES widget (id)
)
 WITHOUT ROWID;

CREATE TABLE alike_count (
    widget INTEGER NOT NULL, 
    kind VARCHAR(63) NOT NULL, 
    term TEXT NOT NULL, 
    count INTEGER NOT NULL, 
    CONSTRAINT pk_alike_count PRIMARY KEY (widget, kind, term), 
    CONSTRAINT fk_alike_count_widget FOREIGN KEY(widget) REFERENCES widget (id)
)
 WITHOUT ROWID;

CREATE TABLE change (
    widget INTEGER NOT NULL, 
    "key" INTEGER NOT NULL, 
    version INTEGER NOT NULL, 
    state VARCHAR(63) NOT NULL, 
    text TEXT NOT NULL, 
    links JSON NOT NULL, 
    day VARCHAR(10) NOT NULL, 
    membership INTEGER NOT NULL, 
    function TEXT NOT NULL, 
    department TEXT NOT NULL, 
    at BIGINT NOT NULL, 
    CONSTRAINT pk_change PRIMARY KEY (widget, "key", version), 
    CONSTRAINT fk_change_widget FOREIGN KEY(widget) REFERENCES widget (id), 
    CONSTRAINT fk_change_membership FOREIGN KEY(membership) REFERENCES membership (id)
);

CREATE TABLE coming (
    id INTEGER NOT NULL, 
    uid VARCHAR(32) NOT NULL, 
    widget INTEGER NOT NULL, 
    action VARCHAR(63) NOT NULL, 
    kind VARCHAR(63) NOT NULL, 
    data JSON NOT NULL, 
    membership INTEGER NOT NULL, 
    due BIGINT NOT NULL, 
    CONSTRAINT pk_coming PRIMARY KEY (id), 
    CONSTRAINT uq_coming_uid UNIQUE (uid), 
    CONSTRAINT fk_coming_widget FOREIGN KEY(widget) REFERENCES widget (id), 
    CONSTRAINT fk_coming_membership FOREIGN KEY(membership) REFERENCES membership (id)
);

CREATE INDEX ix_coming_widget_due ON coming (widget, due);

CREATE TABLE contribution (
    widget INTEGER NOT NULL, 
    number INTEGER NOT NULL, 
    kind VARCHAR(63) NOT NULL, 
    target VARCHAR(500) NOT NULL, 
    participant BLOB NOT NULL, 
    once BLOB, 
    data JSON NOT NULL, 
    assurance SMALLINT NOT NULL, 
    tag BLOB NOT NULL, 
    created BIGINT NOT NULL, 
    edited BIGINT, 
    removed TEXT, 
    removed_at BIGINT, 
    CONSTRAINT pk_contribution PRIMARY KEY (widget, number), 
    CONSTRAINT uq_contribution_widget_kind_target_once UNIQUE (widget, kind, target, once), 
    CONSTRAINT fk_contribution_widget FOREIGN KEY(widget) REFERENCES widget (id)
);

CREATE INDEX ix_contribution_widget_kind_number ON contribution (widget, kind, number);

CREATE INDEX ix_contribution_widget_kind_target_number ON contribution (widget, kind, target, number);

CREATE INDEX ix_contribution_widget_participant ON contribution (widget, participant);

CREATE TABLE contribution_count (
    widget INTEGER NOT NULL, 
    kind VARCHAR(63) NOT NULL, 
    everywhere BOOLEAN NOT NULL, 
    target VARCHAR(500) NOT NULL, 
    count INTEGER NOT NULL, 
    CONSTRAINT pk_contribution_count PRIMARY KEY (widget, kind, everywhere, target), 
    CONSTRAINT fk_contribution_count_widget FOREIGN KEY(widget) REFERENCES widget (id)
)
 WITHOUT ROWID;

CREATE TABLE covered (
    widget INTEGER NOT NULL, 
    kind VARCHAR(63) NOT NULL, 
    count INTEGER NOT NULL, 
    CONSTRAINT pk_covered PRIMARY KEY (widget, kind), 
    CONSTRAINT fk_covered_widget FOREIGN KEY(widget) REFERENCES widget (id)
)
 WITHOUT ROWID;

CREATE TABLE entered (
    widget INTEGER NOT NULL, 
    participant BLOB NOT NULL, 
    via VARCHAR(63) NOT NULL, 
    day VARCHAR(10) NOT NULL, 
    membership INTEGER NOT NULL, 
    at BIGINT NOT NULL, 
    CONSTRAINT pk_entered PRIMARY KEY (widget, participant), 
    CONSTRAINT fk_entered_widget FOREIGN KEY(widget) REFERENCES widget (id), 
    CONSTRAINT fk_entered_membership FOREIGN KEY(membership) REFERENCES membership (id)
)
 WITHOUT ROWID;

CREATE TABLE entry_code (
    widget INTEGER NOT NULL, 
    digest BLOB NOT NULL, 
    person BLOB NOT NULL, 
    made BIGINT NOT NULL, 
    used BIGINT, 
    CONSTRAINT pk_entry_code PRIMARY KEY (widget, digest), 
    CONSTRAINT fk_entry_code_widget FOREIGN KEY(widget) REFERENCES widget (id)
)
 WITHOUT ROWID;

CREATE TABLE event (
    id INTEGER NOT NULL, 
    uid VARCHAR(32) NOT NULL, 
    organisation INTEGER NOT NULL, 
    widget INTEGER, 
    kind VARCHAR(63) NOT NULL, 
    role VARCHAR(63) NOT NULL, 
    at BIGINT NOT NULL, 
    number INTEGER, 
    data JSON NOT NULL, 
    CONSTRAINT pk_event PRIMARY KEY (id), 
    CONSTRAINT uq_event_uid UNIQUE (uid), 
    CONSTRAINT fk_event_organisation FOREIGN KEY(organisation) REFERENCES organisation (id), 
    CONSTRAINT fk_event_widget FOREIGN KEY(widget) REFERENCES widget (id)
);

CREATE INDEX ix_event_organisation_id ON event (organisation, id);

CREATE INDEX ix_event_widget_id ON event (widget, id);

CREATE INDEX ix_event_widget_kind_id ON event (widget, kind, id);

CREATE TABLE facet_count (
    widget INTEGER NOT NULL, 
    kind VARCHAR(63) NOT NULL, 
    name VARCHAR(63) NOT NULL, 
    value VARCHAR(200) NOT NULL, 
    count INTEGER NOT NULL, 
    CONSTRAINT pk_facet_count PRIMARY KEY (widget, kind, name, value), 
    CONSTRAINT fk_facet_count_widget FOREIGN KEY(widget) REFERENCES widget (id)
)
 WITHOUT ROWID;

CREATE TABLE granted (
    id INTEGER NOT NULL, 
    membership INTEGER NOT NULL, 
    role VARCHAR(63) NOT NULL, 
    widget INTEGER, 
    CONSTRAINT pk_granted PRIMARY KEY (id), 
    CONSTRAINT fk_granted_membership FOREIGN KEY(membership) REFERENCES membership (id), 
    CONSTRAINT fk_granted_widget FOREIGN KEY(widget) REFERENCES widget (id)
);

CREATE INDEX ix_granted_membership ON granted (membership);

CREATE TABLE job (
    id INTEGER NOT NULL, 
    slot VARCHAR(80) NOT NULL, 
    kind VARCHAR(63) NOT NULL, 
    widget INTEGER, 
    due BIGINT NOT NULL, 
    data JSON NOT NULL, 
    tries INTEGER NOT NULL, 
    leased_until BIGINT, 
    CONSTRAINT pk_job PRIMARY KEY (id), 
    CONSTRAINT uq_job_slot UNIQUE (slot), 
    CONSTRAINT fk_job_widget FOREIGN KEY(widget) REFERENCES widget (id)
);

CREATE INDEX ix_job_due ON job (due);

CREATE TABLE known_here (
    widget INTEGER NOT NULL, 
    participant BLOB NOT NULL, 
    person BLOB NOT NULL, 
    until BIGINT NOT NULL, 
    CONSTRAINT pk_known_here PRIMARY KEY (widget, participant), 
    CONSTRAINT fk_known_here_widget FOREIGN KEY(widget) REFERENCES widget (id)
)
 WITHOUT ROWID;

CREATE INDEX ix_known_here_until ON known_here (until);

CREATE TABLE month_count (
    widget INTEGER NOT NULL, 
    month VARCHAR(7) NOT NULL, 
    what VARCHAR(15) NOT NULL, 
    count INTEGER NOT NULL, 
    CONSTRAINT pk_month_count PRIMARY KEY (widget, month, what), 
    CONSTRAINT fk_month_count_widget FOREIGN KEY(widget) REFERENCES widget (id)
)
 WITHOUT ROWID;

CREATE TABLE network_key (
    widget INTEGER NOT NULL, 
    day VARCHAR(10) NOT NULL, 
    "key" BLOB NOT NULL, 
    CONSTRAINT pk_network_key PRIMARY KEY (widget, day), 
    CONSTRAINT fk_network_key_widget FOREIGN KEY(widget) REFERENCES widget (id)
);

CREATE TABLE notice (
    id INTEGER NOT NULL, 
    widget INTEGER NOT NULL, 
    number INTEGER, 
    msgid TEXT NOT NULL, 
    given JSON NOT NULL, 
    at BIGINT NOT NULL, 
    CONSTRAINT pk_notice PRIMARY KEY (id), 
    CONSTRAINT fk_notice_widget FOREIGN KEY(widget) REFERENCES widget (id)
);

CREATE INDEX ix_notice_widget_id ON notice (widget, id);

CREATE INDEX ix_notice_widget_number_id ON notice (widget, number, id);

CREATE TABLE part (
    widget INTEGER NOT NULL, 
    "key" VARCHAR(500) NOT NULL, 
    label TEXT NOT NULL, 
    created BIGINT NOT NULL, 
    CONSTRAINT pk_part PRIMARY KEY (widget, "key"), 
    CONSTRAINT fk_part_widget FOREIGN KEY(widget) REFERENCES widget (id)
)
 WITHOUT ROWID;

CREATE TABLE pending_act (
    digest BLOB NOT NULL, 
    widget INTEGER NOT NULL, 
    action VARCHAR(63) NOT NULL, 
    target VARCHAR(500) NOT NULL, 
    fields JSON NOT NULL, 
    person BLOB NOT NULL, 
    participant BLOB NOT NULL, 
    "key" VARCHAR(64) NOT NULL, 
    language VARCHAR(35) NOT NULL, 
    created BIGINT NOT NULL, 
    CONSTRAINT pk_pending_act PRIMARY KEY (digest), 
    CONSTRAINT fk_pending_act_widget FOREIGN KEY(widget) REFERENCES widget (id)
);

CREATE INDEX ix_pending_act_created ON pending_act (created);

CREATE INDEX ix_pending_act_widget ON pending_act (widget);

CREATE TABLE person_key (
    widget INTEGER NOT NULL, 
    "key" BLOB NOT NULL, 
    CONSTRAINT pk_person_key PRIMARY KEY (widget), 
    CONSTRAINT fk_person_key_widget FOREIGN KEY(widget) REFERENCES widget (id)
);

CREATE TABLE phase (
    widget INTEGER NOT NULL, 
    opens_at BIGINT, 
    closes_at BIGINT, 
    closing_text TEXT NOT NULL, 
    CONSTRAINT pk_phase PRIMARY KEY (widget), 
    CONSTRAINT fk_phase_widget FOREIGN KEY(widget) REFERENCES widget (id)
);

CREATE TABLE picture (
    name VARCHAR(40) NOT NULL, 
    widget INTEGER NOT NULL, 
    number INTEGER, 
    kept BOOLEAN NOT NULL, 
    width INTEGER NOT NULL, 
    height INTEGER NOT NULL, 
    body BLOB NOT NULL, 
    created BIGINT NOT NULL, 
    CONSTRAINT pk_picture PRIMARY KEY (name), 
    CONSTRAINT fk_picture_widget FOREIGN KEY(widget) REFERENCES widget (id)
);

CREATE INDEX ix_picture_kept ON picture (kept);

CREATE TABLE placement (
    widget INTEGER NOT NULL, 
    stage VARCHAR(15) NOT NULL, 
    framers TEXT NOT NULL, 
    keep_months INTEGER, 
    CONSTRAINT pk_placement PRIMARY KEY (widget), 
    CONSTRAINT fk_placement_widget FOREIGN KEY(widget) REFERENCES widget (id)
);

CREATE TABLE queue_feed (
    membership INTEGER NOT NULL, 
    digest BLOB NOT NULL, 
    created BIGINT NOT NULL, 
    CONSTRAINT pk_queue_feed PRIMARY KEY (membership), 
    CONSTRAINT fk_queue_feed_membership FOREIGN KEY(membership) REFERENCES membership (id), 
    CONSTRAINT uq_queue_feed_digest UNIQUE (digest)
);

CREATE TABLE reaction (
    widget INTEGER NOT NULL, 
    participant BLOB NOT NULL, 
    target VARCHAR(500) NOT NULL, 
    kind VARCHAR(63) NOT NULL, 
    value INTEGER NOT NULL, 
    assurance SMALLINT NOT NULL, 
    day VARCHAR(10) NOT NULL, 
    at BIGINT NOT NULL, 
    tag BLOB NOT NULL, 
    CONSTRAINT pk_reaction PRIMARY KEY (widget, participant, target, kind), 
    CONSTRAINT fk_reaction_widget FOREIGN KEY(widget) REFERENCES widget (id)
)
 WITHOUT ROWID;

CREATE TABLE refused_frame (
    widget INTEGER NOT NULL, 
    day VARCHAR(10) NOT NULL, 
    origin VARCHAR(300) NOT NULL, 
    count INTEGER NOT NULL, 
    CONSTRAINT pk_refused_frame PRIMARY KEY (widget, day, origin), 
    CONSTRAINT fk_refused_frame_widget FOREIGN KEY(widget) REFERENCES widget (id)
)
 WITHOUT ROWID;

CREATE TABLE review (
    widget INTEGER NOT NULL, 
    since BIGINT NOT NULL, 
    CONSTRAINT pk_review PRIMARY KEY (widget), 
    CONSTRAINT fk_review_widget FOREIGN KEY(widget) REFERENCES widget (id)
);

CREATE TABLE searched (
    id INTEGER NOT NULL, 
    widget INTEGER NOT NULL, 
    number INTEGER NOT NULL, 
    thread INTEGER NOT NULL, 
    scope TEXT NOT NULL, 
    text TEXT NOT NULL, 
    CONSTRAINT pk_searched PRIMARY KEY (id), 
    CONSTRAINT uq_searched_widget_number_thread UNIQUE (widget, number, thread), 
    CONSTRAINT fk_searched_widget FOREIGN KEY(widget) REFERENCES widget (id)
);

CREATE TABLE staff_mail (
    id INTEGER NOT NULL, 
    code VARCHAR(32) NOT NULL, 
    membership INTEGER NOT NULL, 
    place VARCHAR(40) NOT NULL, 
    widget INTEGER, 
    wanted BOOLEAN NOT NULL, 
    told BIGINT NOT NULL, 
    due BIGINT NOT NULL, 
    CONSTRAINT pk_staff_mail PRIMARY KEY (id), 
    CONSTRAINT uq_staff_mail_membership_place UNIQUE (membership, place), 
    CONSTRAINT uq_staff_mail_code UNIQUE (code), 
    CONSTRAINT fk_staff_mail_membership FOREIGN KEY(membership) REFERENCES membership (id), 
    CONSTRAINT fk_staff_mail_widget FOREIGN KEY(widget) REFERENCES widget (id)
);

CREATE INDEX ix_staff_mail_due ON staff_mail (due);

CREATE TABLE subscription (
    id INTEGER NOT NULL, 
    code VARCHAR(32) NOT NULL, 
    organisation INTEGER NOT NULL, 
    widget INTEGER, 
    number INTEGER, 
    place VARCHAR(40) NOT NULL, 
    address TEXT NOT NULL, 
    pace VARCHAR(15) NOT NULL, 
    language VARCHAR(35) NOT NULL, 
    created BIGINT NOT NULL, 
    confirmed BIGINT, 
    told BIGINT NOT NULL, 
    due BIGINT NOT NULL, 
    CONSTRAINT pk_subscription PRIMARY KEY (id), 
    CONSTRAINT uq_subscription_organisation_place_address UNIQUE (organisation, place, address), 
    CONSTRAINT uq_subscription_code UNIQUE (code), 
    CONSTRAINT fk_subscription_organisation FOREIGN KEY(organisation) REFERENCES organisation (id), 
    CONSTRAINT fk_subscription_widget FOREIGN KEY(widget) REFERENCES widget (id)
);

CREATE INDEX ix_subscription_due ON subscription (due);

CREATE TABLE tally (
    widget INTEGER NOT NULL, 
    target VARCHAR(500) NOT NULL, 
    kind VARCHAR(63) NOT NULL, 
    value INTEGER NOT NULL, 
    assurance SMALLINT NOT NULL, 
    count INTEGER NOT NULL, 
    CONSTRAINT pk_tally PRIMARY KEY (widget, target, kind, value, assurance), 
    CONSTRAINT fk_tally_widget FOREIGN KEY(widget) REFERENCES widget (id)
)
 WITHOUT ROWID;

CREATE TABLE tally_day (
    widget INTEGER NOT NULL, 
    target VARCHAR(500) NOT NULL, 
    kind VARCHAR(63) NOT NULL, 
    day VARCHAR(10) NOT NULL, 
    value INTEGER NOT NULL, 
    assurance SMALLINT NOT NULL, 
    count INTEGER NOT NULL, 
    CONSTRAINT pk_tally_day PRIMARY KEY (widget, target, kind, day, value, assurance), 
    CONSTRAINT fk_tally_day_widget FOREIGN KEY(widget) REFERENCES widget (id)
)
 WITHOUT ROWID;

CREATE TABLE widget_name (
    organisation INTEGER NOT NULL, 
    name VARCHAR(63) NOT NULL, 
    widget INTEGER NOT NULL, 
    CONSTRAINT pk_widget_name PRIMARY KEY (organisation, name), 
    CONSTRAINT fk_widget_name_organisation FOREIGN KEY(organisation) REFERENCES organisation (id), 
    CONSTRAINT fk_widget_name_widget FOREIGN KEY(widget) REFERENCES widget (id)
);

CREATE TABLE alike (
    id INTEGER NOT NULL, 
    widget INTEGER NOT NULL, 
    number INTEGER NOT NULL, 
    kind VARCHAR(63) NOT NULL, 
    terms TEXT NOT NULL, 
    CONSTRAINT pk_alike PRIMARY KEY (id), 
    CONSTRAINT uq_alike_widget_number UNIQUE (widget, number), 
    CONSTRAINT fk_alike_widget_number FOREIGN KEY(widget, number) REFERENCES contribution (widget, number)
);

CREATE TABLE answer (
    id INTEGER NOT NULL, 
    widget INTEGER NOT NULL, 
    number INTEGER NOT NULL, 
    thread INTEGER NOT NULL, 
    version INTEGER NOT NULL, 
    state VARCHAR(63) NOT NULL, 
    text TEXT NOT NULL, 
    links JSON NOT NULL, 
    membership INTEGER NOT NULL, 
    function TEXT NOT NULL, 
    department TEXT NOT NULL, 
    at BIGINT NOT NULL, 
    CONSTRAINT pk_answer PRIMARY KEY (id), 
    CONSTRAINT fk_answer_widget_number FOREIGN KEY(widget, number) REFERENCES contribution (widget, number), 
    CONSTRAINT uq_answer_widget_number_thread_version UNIQUE (widget, number, thread, version), 
    CONSTRAINT fk_answer_membership FOREIGN KEY(membership) REFERENCES membership (id)
);

CREATE INDEX ix_answer_membership_id ON answer (membership, id);

CREATE TABLE change_contribution (
    widget INTEGER NOT NULL, 
    number INTEGER NOT NULL, 
    version INTEGER NOT NULL, 
    "key" INTEGER NOT NULL, 
    at BIGINT NOT NULL, 
    CONSTRAINT pk_change_contribution PRIMARY KEY (widget, number, version), 
    CONSTRAINT fk_change_contribution_widget_number FOREIGN KEY(widget, number) REFERENCES contribution (widget, number)
)
 WITHOUT ROWID;

CREATE INDEX ix_change_contribution_widget_key_number ON change_contribution (widget, "key", number);

CREATE TABLE change_told (
    subscription INTEGER NOT NULL, 
    widget INTEGER NOT NULL, 
    "key" INTEGER NOT NULL, 
    version INTEGER NOT NULL, 
    at BIGINT NOT NULL, 
    CONSTRAINT pk_change_told PRIMARY KEY (subscription, widget, "key", version), 
    CONSTRAINT fk_change_told_subscription FOREIGN KEY(subscription) REFERENCES subscription (id) ON DELETE CASCADE, 
    CONSTRAINT fk_change_told_widget FOREIGN KEY(widget) REFERENCES widget (id)
)
 WITHOUT ROWID;

CREATE INDEX ix_change_told_at ON change_told (at);

CREATE TABLE confirmation (
    widget INTEGER NOT NULL, 
    number INTEGER NOT NULL, 
    version INTEGER NOT NULL, 
    agrees BOOLEAN NOT NULL, 
    text TEXT NOT NULL, 
    at BIGINT NOT NULL, 
    CONSTRAINT pk_confirmation PRIMARY KEY (widget, number, version), 
    CONSTRAINT fk_confirmation_widget_number FOREIGN KEY(widget, number) REFERENCES contribution (widget, number)
);

CREATE TABLE contribution_facet (
    widget INTEGER NOT NULL, 
    number INTEGER NOT NULL, 
    name VARCHAR(63) NOT NULL, 
    value VARCHAR(200) NOT NULL, 
    kind VARCHAR(63) NOT NULL, 
    CONSTRAINT pk_contribution_facet PRIMARY KEY (widget, number, name), 
    CONSTRAINT fk_contribution_facet_widget_number FOREIGN KEY(widget, number) REFERENCES contribution (widget, number)
)
 WITHOUT ROWID;

CREATE INDEX ix_contribution_facet_widget_kind_name_value_number ON contribution_facet (widget, kind, name, value, number);

CREATE TABLE contribution_merged (
    widget INTEGER NOT NULL, 
    number INTEGER NOT NULL, 
    merged_with INTEGER NOT NULL, 
    last INTEGER NOT NULL, 
    at BIGINT NOT NULL, 
    CONSTRAINT pk_contribution_merged PRIMARY KEY (widget, number), 
    CONSTRAINT fk_contribution_merged_widget_number FOREIGN KEY(widget, number) REFERENCES contribution (widget, number)
)
 WITHOUT ROWID;

CREATE INDEX ix_contribution_merged_widget_last ON contribution_merged (widget, last);

CREATE TABLE contribution_order (
    widget INTEGER NOT NULL, 
    number INTEGER NOT NULL, 
    name VARCHAR(63) NOT NULL, 
    kind VARCHAR(63) NOT NULL, 
    target VARCHAR(500) NOT NULL, 
    score FLOAT NOT NULL, 
    CONSTRAINT pk_contribution_order PRIMARY KEY (widget, number, name), 
    CONSTRAINT fk_contribution_order_widget_number FOREIGN KEY(widget, number) REFERENCES contribution (widget, number), 
    CONSTRAINT fk_contribution_order_widget FOREIGN KEY(widget) REFERENCES widget (id)
);

CREATE INDEX ix_contribution_order_widget_kind_name_score_number ON contribution_order (widget, kind, name, score, number);

CREATE INDEX ix_contribution_order_widget_kind_target_name_score_number ON contribution_order (widget, kind, target, name, score, number);

CREATE TABLE contribution_state (
    widget INTEGER NOT NULL, 
    number INTEGER NOT NULL, 
    state VARCHAR(63) NOT NULL, 
    reason TEXT NOT NULL, 
    role VARCHAR(63) NOT NULL, 
    at BIGINT NOT NULL, 
    CONSTRAINT pk_contribution_state PRIMARY KEY (widget, number), 
    CONSTRAINT fk_contribution_state_widget_number FOREIGN KEY(widget, number) REFERENCES contribution (widget, number)
)
 WITHOUT ROWID;

CREATE TABLE decision (
    id INTEGER NOT NULL, 
    widget INTEGER NOT NULL, 
    number INTEGER NOT NULL, 
    organisation INTEGER NOT NULL, 
    event VARCHAR(32) NOT NULL, 
    verdict VARCHAR(63) NOT NULL, 
    ground VARCHAR(63) NOT NULL, 
    facts TEXT NOT NULL, 
    rule TEXT NOT NULL, 
    membership INTEGER NOT NULL, 
    single BOOLEAN NOT NULL, 
    at BIGINT NOT NULL, 
    CONSTRAINT pk_decision PRIMARY KEY (id), 
    CONSTRAINT fk_decision_widget_number FOREIGN KEY(widget, number) REFERENCES contribution (widget, number), 
    CONSTRAINT fk_decision_organisation FOREIGN KEY(organisation) REFERENCES organisation (id), 
    CONSTRAINT fk_decision_event FOREIGN KEY(event) REFERENCES event (uid), 
    CONSTRAINT fk_decision_membership FOREIGN KEY(membership) REFERENCES membership (id)
);

CREATE INDEX ix_decision_organisation_id ON decision (organisation, id);

CREATE INDEX ix_decision_widget_number_id ON decision (widget, number, id);

CREATE TABLE first_answer (
    widget INTEGER NOT NULL, 
    number INTEGER NOT NULL, 
    at BIGINT NOT NULL, 
    took_s INTEGER NOT NULL, 
    CONSTRAINT pk_first_answer PRIMARY KEY (widget, number), 
    CONSTRAINT fk_first_answer_widget_number FOREIGN KEY(widget, number) REFERENCES contribution (widget, number)
)
 WITHOUT ROWID;

CREATE INDEX ix_first_answer_widget_at_took_s ON first_answer (widget, at, took_s);

CREATE TABLE held (
    widget INTEGER NOT NULL, 
    number INTEGER NOT NULL, 
    reasons JSON NOT NULL, 
    CONSTRAINT pk_held PRIMARY KEY (widget, number), 
    CONSTRAINT fk_held_widget_number FOREIGN KEY(widget, number) REFERENCES contribution (widget, number)
)
 WITHOUT ROWID;

CREATE TABLE laid_before (
    widget INTEGER NOT NULL, 
    number INTEGER NOT NULL, 
    membership INTEGER NOT NULL, 
    "by" INTEGER NOT NULL, 
    at BIGINT NOT NULL, 
    CONSTRAINT pk_laid_before PRIMARY KEY (widget, number, membership), 
    CONSTRAINT fk_laid_before_widget_number FOREIGN KEY(widget, number) REFERENCES contribution (widget, number), 
    CONSTRAINT fk_laid_before_membership FOREIGN KEY(membership) REFERENCES membership (id), 
    CONSTRAINT fk_laid_before_by FOREIGN KEY("by") REFERENCES membership (id)
)
 WITHOUT ROWID;

CREATE INDEX ix_laid_before_membership_at ON laid_before (membership, at);

CREATE TABLE mail (
    id INTEGER NOT NULL, 
    uid VARCHAR(32) NOT NULL, 
    state VARCHAR(15) NOT NULL, 
    about VARCHAR(63) NOT NULL, 
    organisation INTEGER, 
    subscription INTEGER, 
    address TEXT NOT NULL, 
    sender TEXT NOT NULL, 
    subject TEXT NOT NULL, 
    text TEXT NOT NULL, 
    unsubscribe TEXT NOT NULL, 
    language VARCHAR(35) NOT NULL, 
    created BIGINT NOT NULL, 
    due BIGINT NOT NULL, 
    tries INTEGER NOT NULL, 
    leased_until BIGINT, 
    settled BIGINT, 
    answer SMALLINT, 
    CONSTRAINT pk_mail PRIMARY KEY (id), 
    CONSTRAINT uq_mail_uid UNIQUE (uid), 
    CONSTRAINT fk_mail_organisation FOREIGN KEY(organisation) REFERENCES organisation (id), 
    CONSTRAINT fk_mail_subscription FOREIGN KEY(subscription) REFERENCES subscription (id)
);

CREATE INDEX ix_mail_state_due ON mail (state, due);

CREATE INDEX ix_mail_subscription ON mail (subscription);

CREATE TABLE merged_mark (
    widget INTEGER NOT NULL, 
    number INTEGER NOT NULL, 
    participant BLOB NOT NULL, 
    kind VARCHAR(63) NOT NULL, 
    value INTEGER, 
    assurance SMALLINT NOT NULL, 
    day VARCHAR(10) NOT NULL, 
    at BIGINT NOT NULL, 
    tag BLOB NOT NULL, 
    CONSTRAINT pk_merged_mark PRIMARY KEY (widget, number, participant, kind), 
    CONSTRAINT fk_merged_mark_widget_number FOREIGN KEY(widget, number) REFERENCES contribution (widget, number)
)
 WITHOUT ROWID;

CREATE TABLE narrowed_subscription (
    subscription INTEGER NOT NULL, 
    "query" TEXT NOT NULL, 
    CONSTRAINT pk_narrowed_subscription PRIMARY KEY (subscription), 
    CONSTRAINT fk_narrowed_subscription_subscription FOREIGN KEY(subscription) REFERENCES subscription (id) ON DELETE CASCADE
)
 WITHOUT ROWID;

CREATE TABLE note (
    id INTEGER NOT NULL, 
    widget INTEGER NOT NULL, 
    number INTEGER NOT NULL, 
    membership INTEGER NOT NULL, 
    text TEXT NOT NULL, 
    at BIGINT NOT NULL, 
    CONSTRAINT pk_note PRIMARY KEY (id), 
    CONSTRAINT fk_note_widget_number FOREIGN KEY(widget, number) REFERENCES contribution (widget, number), 
    CONSTRAINT fk_note_membership FOREIGN KEY(membership) REFERENCES membership (id)
);

CREATE INDEX ix_note_widget_number_id ON note (widget, number, id);

CREATE TABLE part_order (
    widget INTEGER NOT NULL, 
    "key" VARCHAR(500) NOT NULL, 
    name VARCHAR(63) NOT NULL, 
    score FLOAT NOT NULL, 
    CONSTRAINT pk_part_order PRIMARY KEY (widget, "key", name), 
    CONSTRAINT fk_part_order_widget_key FOREIGN KEY(widget, "key") REFERENCES part (widget, "key"), 
    CONSTRAINT fk_part_order_widget FOREIGN KEY(widget) REFERENCES widget (id)
)
 WITHOUT ROWID;

CREATE INDEX ix_part_order_widget_name_score_key ON part_order (widget, name, score, "key");

CREATE TABLE passed (
    id INTEGER NOT NULL, 
    widget INTEGER NOT NULL, 
    number INTEGER NOT NULL, 
    organisation INTEGER NOT NULL, 
    "by" INTEGER NOT NULL, 
    at BIGINT NOT NULL, 
    answered BIGINT, 
    CONSTRAINT pk_passed PRIMARY KEY (id), 
    CONSTRAINT fk_passed_widget_number FOREIGN KEY(widget, number) REFERENCES contribution (widget, number), 
    CONSTRAINT uq_passed_widget_number_organisation UNIQUE (widget, number, organisation), 
    CONSTRAINT fk_passed_organisation FOREIGN KEY(organisation) REFERENCES organisation (id), 
    CONSTRAINT fk_passed_by FOREIGN KEY("by") REFERENCES membership (id)
);

CREATE INDEX ix_passed_organisation_answered_id ON passed (organisation, answered, id);

CREATE TABLE passed_outside (
    id INTEGER NOT NULL, 
    widget INTEGER NOT NULL, 
    number INTEGER NOT NULL, 
    organisation INTEGER NOT NULL, 
    name TEXT NOT NULL, 
    address VARCHAR(254) NOT NULL, 
    "by" INTEGER NOT NULL, 
    at BIGINT NOT NULL, 
    CONSTRAINT pk_passed_outside PRIMARY KEY (id), 
    CONSTRAINT fk_passed_outside_widget_number FOREIGN KEY(widget, number) REFERENCES contribution (widget, number), 
    CONSTRAINT fk_passed_outside_organisation FOREIGN KEY(organisation) REFERENCES organisation (id), 
    CONSTRAINT fk_passed_outside_by FOREIGN KEY("by") REFERENCES membership (id)
);

CREATE INDEX ix_passed_outside_organisation_at ON passed_outside (organisation, at);

CREATE INDEX ix_passed_outside_widget_number_id ON passed_outside (widget, number, id);

CREATE TABLE receipt (
    code_hash BLOB NOT NULL, 
    widget INTEGER NOT NULL, 
    number INTEGER NOT NULL, 
    CONSTRAINT pk_receipt PRIMARY KEY (code_hash), 
    CONSTRAINT fk_receipt_widget_number FOREIGN KEY(widget, number) REFERENCES contribution (widget, number), 
    CONSTRAINT fk_receipt_widget FOREIGN KEY(widget) REFERENCES widget (id)
);

CREATE TABLE report (
    widget INTEGER NOT NULL, 
    number INTEGER NOT NULL, 
    participant BLOB NOT NULL, 
    ground VARCHAR(63) NOT NULL, 
    words TEXT NOT NULL, 
    address TEXT NOT NULL, 
    language TEXT NOT NULL, 
    at BIGINT NOT NULL, 
    CONSTRAINT pk_report PRIMARY KEY (widget, number, participant), 
    CONSTRAINT fk_report_widget_number FOREIGN KEY(widget, number) REFERENCES contribution (widget, number)
);

CREATE TABLE shut_out (
    id INTEGER NOT NULL, 
    organisation INTEGER NOT NULL, 
    participant BLOB NOT NULL, 
    widget INTEGER NOT NULL, 
    number INTEGER NOT NULL, 
    until BIGINT NOT NULL, 
    reason TEXT NOT NULL, 
    membership INTEGER NOT NULL, 
    at BIGINT NOT NULL, 
    CONSTRAINT pk_shut_out PRIMARY KEY (id), 
    CONSTRAINT fk_shut_out_widget_number FOREIGN KEY(widget, number) REFERENCES contribution (widget, number), 
    CONSTRAINT fk_shut_out_organisation FOREIGN KEY(organisation) REFERENCES organisation (id), 
    CONSTRAINT fk_shut_out_membership FOREIGN KEY(membership) REFERENCES membership (id)
);

CREATE INDEX ix_shut_out_organisation_participant_until ON shut_out (organisation, participant, until);

CREATE INDEX ix_shut_out_organisation_until ON shut_out (organisation, until);

CREATE TABLE task (
    id INTEGER NOT NULL, 
    widget INTEGER NOT NULL, 
    number INTEGER NOT NULL, 
    msgid TEXT NOT NULL, 
    given JSON NOT NULL, 
    at BIGINT NOT NULL, 
    CONSTRAINT pk_task PRIMARY KEY (id), 
    CONSTRAINT fk_task_widget_number FOREIGN KEY(widget, number) REFERENCES contribution (widget, number), 
    CONSTRAINT uq_task_widget_number_msgid UNIQUE (widget, number, msgid)
);

CREATE TABLE waiting (
    widget INTEGER NOT NULL, 
    number INTEGER NOT NULL, 
    what VARCHAR(63) NOT NULL, 
    organisation INTEGER NOT NULL, 
    since BIGINT NOT NULL, 
    CONSTRAINT pk_waiting PRIMARY KEY (widget, number, what), 
    CONSTRAINT fk_waiting_widget_number FOREIGN KEY(widget, number) REFERENCES contribution (widget, number), 
    CONSTRAINT fk_waiting_organisation FOREIGN KEY(organisation) REFERENCES organisation (id)
)
 WITHOUT ROWID;

CREATE INDEX ix_waiting_organisation_what_since_widget_number ON waiting (organisation, what, since, widget, number);

CREATE INDEX ix_waiting_widget_what_since_number ON waiting (widget, what, since, number);

CREATE TABLE words_digest (
    widget INTEGER NOT NULL, 
    number INTEGER NOT NULL, 
    organisation INTEGER NOT NULL, 
    digest BLOB NOT NULL, 
    at BIGINT NOT NULL, 
    CONSTRAINT pk_words_digest PRIMARY KEY (widget, number), 
    CONSTRAINT fk_words_digest_widget_number FOREIGN KEY(widget, number) REFERENCES contribution (widget, number), 
    CONSTRAINT fk_words_digest_organisation FOREIGN KEY(organisation) REFERENCES organisation (id)
)
 WITHOUT ROWID;

CREATE INDEX ix_words_digest_at ON words_digest (at);

CREATE INDEX ix_words_digest_organisation_digest_at ON words_digest (organisation, digest, at);

CREATE TABLE written (
    widget INTEGER NOT NULL, 
    number INTEGER NOT NULL, 
    version INTEGER NOT NULL, 
    membership INTEGER NOT NULL, 
    function TEXT NOT NULL, 
    department TEXT NOT NULL, 
    data JSON NOT NULL, 
    at BIGINT NOT NULL, 
    CONSTRAINT pk_written PRIMARY KEY (widget, number, version), 
    CONSTRAINT fk_written_widget_number FOREIGN KEY(widget, number) REFERENCES contribution (widget, number), 
    CONSTRAINT fk_written_membership FOREIGN KEY(membership) REFERENCES membership (id)
);

CREATE INDEX ix_written_membership ON written (membership);

CREATE TABLE answer_terms (
    answer INTEGER NOT NULL, 
    widget INTEGER NOT NULL, 
    until VARCHAR(10) NOT NULL, 
    source TEXT NOT NULL, 
    recipient TEXT NOT NULL, 
    CONSTRAINT pk_answer_terms PRIMARY KEY (answer), 
    CONSTRAINT fk_answer_terms_answer FOREIGN KEY(answer) REFERENCES answer (id), 
    CONSTRAINT fk_answer_terms_widget FOREIGN KEY(widget) REFERENCES widget (id)
)
 WITHOUT ROWID;

CREATE INDEX ix_answer_terms_widget_until_answer ON answer_terms (widget, until, answer);

CREATE TABLE appeal (
    decision INTEGER NOT NULL, 
    widget INTEGER NOT NULL, 
    number INTEGER NOT NULL, 
    words TEXT NOT NULL, 
    address TEXT NOT NULL, 
    language TEXT NOT NULL, 
    at BIGINT NOT NULL, 
    CONSTRAINT pk_appeal PRIMARY KEY (decision), 
    CONSTRAINT fk_appeal_widget_number FOREIGN KEY(widget, number) REFERENCES contribution (widget, number), 
    CONSTRAINT fk_appeal_decision FOREIGN KEY(decision) REFERENCES decision (id)
);

CREATE INDEX ix_appeal_widget_number ON appeal (widget, number);
