// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import java.util.List;

/// The web application: every controller by name, so that this list is the table of contents.
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = UserDetailsServiceAutoConfiguration.class)
@Import({
    SecurityConfiguration.class,
    Faults.class,
    WebConfiguration.Frame.class,
    SignInController.class,
    HomeController.class,
    ActivityController.class,
    PeopleController.class,
    PolicyController.class,
    HealthController.class,
    PeopleApi.class,
    TokensApi.class,
    InteractionsApi.class,
    PoliciesApi.class,
    LedgerApi.class,
    ChecksApi.class
})
class WebConfiguration {
    @Bean
    WebMvcConfigurer routes(SignIns signIns) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry interceptors) {
                interceptors.addInterceptor(new Guard(signIns));
            }

            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new Caller(signIns));
            }
        };
    }

    @Bean
    OpenAPI description() {
        return new OpenAPI()
                .info(
                        new Info()
                                .title("Chaperone")
                                .version("v1")
                                .description(
                                        "Who used which AI coding assistant, when, and what was"
                                                + " decided. Times are UTC, lists are newest"
                                                + " first, errors are application/problem+json."))
                .components(
                        new Components()
                                .addSecuritySchemes(
                                        "bearer",
                                        new SecurityScheme()
                                                .type(SecurityScheme.Type.HTTP)
                                                .scheme("bearer")))
                .addSecurityItem(new SecurityRequirement().addList("bearer"));
    }

    /// Gives every page its frame: who is signed in and where they may go.
    @ControllerAdvice
    static class Frame {
        private final SignIns signIns;

        Frame(SignIns signIns) {
            this.signIns = signIns;
        }

        @ModelAttribute("shell")
        Shell shell(HttpServletRequest request) {
            return Shell.of(signIns.who(request));
        }
    }

    /// Hands a route the caller whom the guard let through.
    private record Caller(SignIns signIns) implements HandlerMethodArgumentResolver {
        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == SignedIn.class;
        }

        @Override
        public Object resolveArgument(
                MethodParameter parameter,
                @org.jspecify.annotations.Nullable ModelAndViewContainer container,
                NativeWebRequest request,
                @org.jspecify.annotations.Nullable WebDataBinderFactory binders) {
            HttpServletRequest http = request.getNativeRequest(HttpServletRequest.class);
            if (http == null) {
                throw new UnknownCallerException();
            }
            return signIns.who(http).orElseThrow(UnknownCallerException::new);
        }
    }
}
