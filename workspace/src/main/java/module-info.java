// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// Control plane: people, tokens, policies, activity, captured content. Plain Java; the web
/// framework stays in `server`.
@NullMarked
module dev.chaperone.workspace {
    exports dev.chaperone.workspace;
    exports dev.chaperone.workspace.access;
    exports dev.chaperone.workspace.accessreviews;
    exports dev.chaperone.workspace.accounts;
    exports dev.chaperone.workspace.acknowledgments;
    exports dev.chaperone.workspace.activity;
    exports dev.chaperone.workspace.checklists;
    exports dev.chaperone.workspace.deliveries;
    exports dev.chaperone.workspace.directory;
    exports dev.chaperone.workspace.duties;
    exports dev.chaperone.workspace.erasures;
    exports dev.chaperone.workspace.exceptions;
    exports dev.chaperone.workspace.holds;
    exports dev.chaperone.workspace.incidents;
    exports dev.chaperone.workspace.lists;
    exports dev.chaperone.workspace.offboardings;
    exports dev.chaperone.workspace.openings;
    exports dev.chaperone.workspace.people;
    exports dev.chaperone.workspace.petitions;
    exports dev.chaperone.workspace.policies;
    exports dev.chaperone.workspace.replays;
    exports dev.chaperone.workspace.retention;
    exports dev.chaperone.workspace.reviews;
    exports dev.chaperone.workspace.seats;
    exports dev.chaperone.workspace.secrets;
    exports dev.chaperone.workspace.services;
    exports dev.chaperone.workspace.sessions;
    exports dev.chaperone.workspace.sources;
    exports dev.chaperone.workspace.settings;
    exports dev.chaperone.workspace.signins;
    exports dev.chaperone.workspace.tokens;
    exports dev.chaperone.workspace.training;
    exports dev.chaperone.workspace.violations;

    requires transitive dev.chaperone.captures;
    requires transitive dev.chaperone.channels;
    requires transitive dev.chaperone.ledger;
    requires transitive dev.chaperone.policy;
    requires transitive java.sql;
    requires com.eatthepath.otp;
    requires org.apache.commons.csv;
    requires org.commonmark;
    requires org.slf4j;
    requires transitive spring.jdbc;
    requires spring.tx;
    requires tools.jackson.databind;
    requires static transitive org.jspecify;
}
