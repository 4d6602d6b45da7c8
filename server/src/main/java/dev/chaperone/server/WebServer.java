// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.gateway.GatewayConfiguration;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.ledger.TransparencyLog;
import dev.chaperone.policy.InForce;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.acknowledgments.Acknowledgments;
import dev.chaperone.workspace.checklists.Checklists;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.policies.Policies;
import dev.chaperone.workspace.secrets.ListedSecrets;
import dev.chaperone.workspace.sessions.Sessions;
import dev.chaperone.workspace.signins.ToolSignIns;
import dev.chaperone.workspace.tokens.Tokens;
import dev.chaperone.workspace.training.Training;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationContextException;
import org.springframework.context.support.GenericApplicationContext;

import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/// The workspace port: pages and API. The framework's world begins and ends here; what it works on
/// comes from outside.
final class WebServer implements AutoCloseable {
    private final ServletWebServerApplicationContext context;

    private WebServer(ServletWebServerApplicationContext context) {
        this.context = context;
    }

    /// Where to listen.
    ///
    /// @param port 0 for any free one
    /// @param local whether only this machine's own names are answered to
    /// @param behindTlsProxy whether a proxy in front speaks TLS and says for whom it asks
    record Address(
            String host,
            int port,
            GatewayConfiguration.@Nullable Tls tls,
            boolean local,
            boolean behindTlsProxy) {}

    /// Starts listening.
    ///
    /// @throws IOException when the port is taken
    static WebServer start(
            Address address, Workspace workspace, Outward outward, Place place, Entrance entrance)
            throws IOException {
        // Logging is set up by logback.xml, for the gateway too.
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        try {
            return new WebServer(
                    (ServletWebServerApplicationContext)
                            new SpringApplicationBuilder(WebConfiguration.class)
                                    .bannerMode(Banner.Mode.OFF)
                                    .logStartupInfo(false)
                                    .registerShutdownHook(false)
                                    .properties(properties(address))
                                    .initializers((GenericApplicationContext context) ->
                                            register(
                                                    context, address, workspace, outward, place,
                                                    entrance))
                                    .run());
        } catch (ApplicationContextException e) {
            if (e.getCause() instanceof PortInUseException) {
                throw new IOException(
                        "port "
                                + address.port()
                                + " is taken by another program. Stop it or choose another with"
                                + " --port.",
                        e);
            }
            throw e;
        }
    }

    private static Map<String, Object> properties(Address address) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("server.address", address.host());
        properties.put("server.port", address.port());
        properties.put("server.shutdown", "graceful");
        properties.put("server.tomcat.use-relative-redirects", true);
        // Of strangers on the sign-in page; signing in makes it longer.
        properties.put("server.servlet.session.timeout", "15m");
        properties.put("server.servlet.session.cookie.name", "chaperone");
        properties.put("server.servlet.session.cookie.same-site", "lax");
        properties.put("server.servlet.session.cookie.http-only", true);
        properties.put("server.servlet.session.tracking-modes", "cookie");
        properties.put("spring.threads.virtual.enabled", true);
        properties.put("spring.web.resources.cache.cachecontrol.max-age", "1h");
        properties.put("spring.jackson.deserialization.fail-on-unknown-properties", true);
        properties.put("springdoc.api-docs.path", "/api/openapi.json");
        properties.put("springdoc.paths-to-match", "/api/**,/health");
        if (address.behindTlsProxy()) {
            properties.put("server.forward-headers-strategy", "native");
            properties.put("server.servlet.session.cookie.secure", true);
        }
        GatewayConfiguration.Tls tls = address.tls();
        if (tls != null) {
            properties.put("server.ssl.certificate", tls.certificate().toUri().toString());
            properties.put("server.ssl.certificate-private-key", tls.key().toUri().toString());
            properties.put("server.servlet.session.cookie.secure", true);
        }
        return properties;
    }

    private static void register(
            GenericApplicationContext context,
            Address address,
            Workspace workspace,
            Outward outward,
            Place place,
            Entrance entrance) {
        SignIns signIns = new SignIns(workspace, entrance.adminToken());
        context.registerBean(Entrance.class, () -> entrance);
        Directory directory = new Directory(workspace.people());
        context.registerBean(
                WebServerFactoryCustomizer.class, WebServer::refusingInWordsOfPrograms);
        if (address.local()) {
            context.registerBean(LocalNames.class, () -> new LocalNames(address.host()));
        }
        context.registerBean(Workspace.class, () -> workspace);
        context.registerBean(Outlets.class, outward::outlets);
        context.registerBean(Place.class, () -> place);
        context.registerBean(Clock.class, workspace::clock);
        context.registerBean(Ledger.class, workspace::ledger);
        context.registerBean(TransparencyLog.class, outward::log);
        context.registerBean(Journal.class, workspace::journal);
        context.registerBean(InForce.class, workspace::inForce);
        context.registerBean(Policies.class, workspace::policies);
        context.registerBean(Acknowledgments.class, workspace::acknowledgments);
        context.registerBean(People.class, workspace::people);
        context.registerBean(Tokens.class, workspace::tokens);
        context.registerBean(ListedSecrets.class, workspace::secrets);
        context.registerBean(Sessions.class, workspace.admittance()::sessions);
        context.registerBean(Training.class, workspace::training);
        context.registerBean(Checklists.class, workspace::checklists);
        context.registerBean(ToolSignIns.class, workspace::toolSignIns);
        context.registerBean(SignIns.class, () -> signIns);
        context.registerBean(Directory.class, () -> directory);
        context.registerBean(Rows.class, () -> new Rows(directory));
        Forwards forwards = new Forwards(outward.outlets(), workspace.ledger(), workspace.clock());
        context.registerBean(Forwards.class, () -> forwards);
        context.registerBean(
                MyRecords.class,
                () ->
                        new MyRecords(
                                workspace,
                                directory,
                                new MonitoringNotice.Surroundings(
                                        outward.keep(), outward.outlets().names())));
        context.registerBean(Checks.class, () -> new Checks(workspace, outward, forwards, place));
    }

    private static WebServerFactoryCustomizer<TomcatServletWebServerFactory>
            refusingInWordsOfPrograms() {
        return factory ->
                factory.addContextCustomizers(
                        web -> web.getParent().getPipeline().addValve(new EarlyRefusals()));
    }

    int port() {
        return context.getWebServer() == null ? 0 : context.getWebServer().getPort();
    }

    /// The framework's world, for tests of what it holds.
    ServletWebServerApplicationContext context() {
        return context;
    }

    @Override
    public void close() {
        context.close();
    }
}
