// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// Data plane: identify, read, scan, decide, record, send, record. Read `Exchange` first.
@NullMarked
module dev.chaperone.gateway {
    exports dev.chaperone.gateway;

    requires transitive dev.chaperone.captures;
    requires transitive dev.chaperone.catalog;
    requires transitive dev.chaperone.ledger;
    requires transitive dev.chaperone.policy;
    requires transitive dev.chaperone.protocols;
    requires transitive io.vertx.core;
    requires com.github.benmanes.caffeine;
    requires com.github.luben.zstd_jni;
    requires io.netty.buffer;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires org.slf4j;
    requires static transitive org.jspecify;
}
