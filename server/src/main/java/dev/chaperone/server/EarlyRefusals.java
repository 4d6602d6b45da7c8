// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Answers what the web server refuses before any page or API is asked, such as a path with an
/// encoded slash: in a few words in the form that programs read (RFC 9457), and that people can
/// read too. Pages can not be made there.
final class EarlyRefusals extends ErrorReportValve {
    @Override
    protected void report(Request request, Response response, Throwable thrown) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        HttpStatus known = HttpStatus.resolve(status);
        String title = known == null ? "Refused" : known.getReasonPhrase();
        byte[] problem =
                """
                {"type":"urn:chaperone:problem:%s","title":"%s","status":%d,"detail":"The request could not be taken as it is."}
                """
                        .formatted(status < 500 ? "invalid" : "internal", title, status)
                        .getBytes(StandardCharsets.UTF_8);
        try {
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.getOutputStream().write(problem);
            response.finishResponse();
        } catch (IOException | IllegalStateException e) {
            // Who asked has gone, or an answer was begun: there is nobody left to tell.
            getContainer().getLogger().debug("A refusal was not read", e);
        }
    }
}
