// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// Bodies of prompts and answers: each part stored once, compressed, encrypted, erasable.
@NullMarked
module dev.chaperone.captures {
    exports dev.chaperone.captures;

    requires transitive dev.chaperone.vocabulary;
    requires com.github.luben.zstd_jni;
    requires org.slf4j;
    requires static transitive org.jspecify;
}
