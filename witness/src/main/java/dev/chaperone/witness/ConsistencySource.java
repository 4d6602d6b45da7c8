// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.witness;

import dev.chaperone.tlog.ConsistencyProof;

import java.io.IOException;

/// Where the proofs for witnesses come from; usually [dev.chaperone.tlog.Proofs#consistency].
@FunctionalInterface
public interface ConsistencySource {
    ConsistencyProof between(long from, long to) throws IOException;
}
