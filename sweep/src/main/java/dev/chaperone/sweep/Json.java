// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/// Writes JSON to a stream of the process, which remembers failures instead of throwing them.
final class Json {
    private static final JsonFactory JSON = new JsonFactory();

    private final JsonGenerator generator;

    /// Writes something.
    interface Writing {
        void to(JsonGenerator generator) throws IOException;
    }

    Json(OutputStream out) {
        try {
            generator = JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(Writing writing) {
        try {
            writing.to(generator);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Ends the document and its line.
    void end() {
        write(each -> {
            each.writeRaw('\n');
            each.close();
        });
    }
}
