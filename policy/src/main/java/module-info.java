// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// Reads the policy file and decides. Pure: the same question always gets the same answer.
@NullMarked
module dev.chaperone.policy {
    exports dev.chaperone.policy;

    requires transitive dev.chaperone.catalog;
    requires transitive dev.chaperone.detection;
    requires transitive dev.chaperone.documents;
    requires transitive dev.chaperone.expressions;
    requires transitive dev.chaperone.vocabulary;
    requires io.vavr;
    requires transitive org.snakeyaml.engine;
    requires static transitive org.jspecify;
}
