// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockServletContext;
import org.thymeleaf.context.WebContext;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;
import org.thymeleaf.web.servlet.JakartaServletWebApplication;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Renders a page without a server, so that what it says can be read.
final class Rendering {
    private static final SpringTemplateEngine ENGINE = engine();

    private Rendering() {}

    /// The page as it goes to the browser.
    static String of(String template, Shell shell, Map<String, ?> model) {
        return ENGINE.process(template, context(shell, model));
    }

    /// A part of a page, as it goes to a script that asks for it.
    static String part(String template, String fragment, Shell shell, Map<String, ?> model) {
        return ENGINE.process(template, Set.of(fragment), context(shell, model));
    }

    private static WebContext context(Shell shell, Map<String, ?> model) {
        MockServletContext servlets = new MockServletContext();
        var exchange =
                JakartaServletWebApplication.buildApplication(servlets)
                        .buildExchange(
                                new MockHttpServletRequest(servlets),
                                new MockHttpServletResponse());
        Map<String, Object> variables = new HashMap<>(model);
        variables.put("shell", shell);
        return new WebContext(exchange, Locale.ENGLISH, variables);
    }

    private static SpringTemplateEngine engine() {
        ClassLoaderTemplateResolver templates = new ClassLoaderTemplateResolver();
        templates.setPrefix("templates/");
        templates.setSuffix(".html");
        SpringTemplateEngine engine = new SpringTemplateEngine();
        engine.setTemplateResolver(templates);
        return engine;
    }
}
