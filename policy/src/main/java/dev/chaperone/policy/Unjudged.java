// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import java.util.Locale;

/// Why nobody can say what a policy would have decided on a recorded request.
public enum Unjudged {
    NOT_BY_POLICY("refused by something else than the policy: the caller, the account, the body"),
    GATE("decided by a gate (signature, training, checklist), which is about people and their day"),
    CONNECTION("a connection through the forward proxy into which nobody looked"),
    NO_TOOL_OR_PLAN("the tool or its plan is not recorded"),
    NO_PERSON("nobody of the recorded id is known"),
    FORMER_POLICY("the policy that decided then is not known here, so its rule says nothing"),
    FORMER_DETECTOR("a finding is of a detector that this version does not have"),
    FORMER_PHRASE("a phrase may have been found that the policy does not name any more"),
    ATTACHMENTS("the number of attachments is not recorded, and the policy asks for it"),
    MAY_NOT_STOP("whether the tool stops when its hook is denied at that point is not recorded");

    private final String words;

    Unjudged(String words) {
        this.words = words;
    }

    /// The spelling of the API.
    public String written() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// For people.
    public String words() {
        return words;
    }
}
