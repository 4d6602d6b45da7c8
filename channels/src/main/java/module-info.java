// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// The ways on which messages leave: a mail server, signed webhooks, and chats.
@NullMarked
module dev.chaperone.channels {
    exports dev.chaperone.channels;

    requires com.fasterxml.jackson.databind;
    requires io.cloudevents.api;
    requires io.cloudevents.core;
    requires io.cloudevents.formats.jackson;
    requires jakarta.mail;
    requires java.net.http;
    requires static transitive org.jspecify;
}
