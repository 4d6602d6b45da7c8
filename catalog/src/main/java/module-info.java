// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// AI tools, their plans and vendors: data files and their reader.
@NullMarked
module dev.chaperone.catalog {
    exports dev.chaperone.catalog;

    requires transitive dev.chaperone.vocabulary;
    requires org.snakeyaml.engine;
    requires static transitive org.jspecify;
}
