// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// What the parts cost, each beside a raw probe of the same run.
@NullMarked
module dev.chaperone.bench {
    requires dev.chaperone.detection;
    requires dev.chaperone.ledger;
    requires dev.chaperone.policy;
    requires java.net.http;
    requires java.sql;
    requires tools.jackson.databind;
    requires static org.jspecify;
}
