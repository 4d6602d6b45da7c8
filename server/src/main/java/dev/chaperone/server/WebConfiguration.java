// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.deliveries.Notices;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.MethodParameter;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import java.time.Clock;
import java.util.List;

/// The web application: every controller by name, so that this list is the table of contents.
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = UserDetailsServiceAutoConfiguration.class)
@Import({
    SecurityConfiguration.class,
    ApiDescription.class,
    Faults.class,
    ErrorsController.class,
    WebConfiguration.Frame.class,
    SignInController.class,
    CompanySignInController.class,
    WelcomeController.class,
    PasskeySignInController.class,
    PasskeysController.class,
    AccountController.class,
    MeController.class,
    NotificationsController.class,
    PersonAccessController.class,
    HomeController.class,
    ActivityController.class,
    PeopleController.class,
    DetectorsController.class,
    PolicyController.class,
    ProposalsController.class,
    ReplaysController.class,
    AcceptableUseController.class,
    AccessController.class,
    OffboardingsController.class,
    AccessReviewsController.class,
    SeatsController.class,
    ExceptionsController.class,
    IncidentsController.class,
    CasesController.class,
    DeliveriesController.class,
    LogReviewsController.class,
    ToolsController.class,
    ConnectController.class,
    SourcesController.class,
    LimitsController.class,
    TrainingController.class,
    ChecklistsController.class,
    QuizController.class,
    ToolSignInController.class,
    CapturesController.class,
    CaptureContentController.class,
    HealthController.class,
    ScimController.class,
    DirectoryApi.class,
    DirectoryController.class,
    MeApi.class,
    MyRecordApi.class,
    NotificationsApi.class,
    PeopleApi.class,
    TokensApi.class,
    ServiceTokensApi.class,
    PersonAccessApi.class,
    KnownSecretsApi.class,
    InteractionsApi.class,
    SourcesApi.class,
    PoliciesApi.class,
    ProposalsApi.class,
    ReplaysApi.class,
    ExplanationsApi.class,
    AcknowledgmentsApi.class,
    AccessApi.class,
    OffboardingsApi.class,
    AccessReviewsApi.class,
    SeatsApi.class,
    SeatsExport.class,
    ExceptionsApi.class,
    IncidentsApi.class,
    CasesApi.class,
    DeliveriesApi.class,
    LogReviewsApi.class,
    CoursesApi.class,
    TrainingApi.class,
    ChecklistsApi.class,
    LedgerApi.class,
    LedgerController.class,
    ForwardsApi.class,
    ReceiptController.class,
    LogController.class,
    CaptureChecksApi.class,
    CaptureOpeningsApi.class,
    CaptureHoldsApi.class,
    CaptureErasuresApi.class,
    ProjectionController.class,
    ProjectionApi.class,
    LedgerExportApi.class,
    ChecksApi.class
})
class WebConfiguration {
    @Bean
    WebMvcConfigurer routes(SignIns signIns, Entrance entrance, Clock clock) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry interceptors) {
                interceptors.addInterceptor(
                        new Guard(signIns, entrance.settings().stepUp(), clock));
                interceptors.addInterceptor(new KnownParameters());
            }

            @Override
            public void configureMessageConverters(HttpMessageConverters.ServerBuilder builder) {
                // The description's library brings YAML along; the API speaks JSON.
                builder.configureMessageConvertersList(
                        all -> all.removeIf(WebConfiguration::speaksYaml));
            }

            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new Caller(signIns));
            }
        };
    }

    private static boolean speaksYaml(HttpMessageConverter<?> converter) {
        return converter.getSupportedMediaTypes().stream()
                .anyMatch(type -> type.getSubtype().contains("yaml"));
    }

    /// Gives every page its frame: who is signed in and where they may go.
    @ControllerAdvice
    static class Frame {
        private final SignIns signIns;
        private final Notices notices;

        Frame(SignIns signIns, Workspace workspace) {
            this.signIns = signIns;
            this.notices = workspace.mailroom().deliveries().notices();
        }

        @ModelAttribute("shell")
        Shell shell(HttpServletRequest request) {
            boolean failed = request.getDispatcherType() == DispatcherType.ERROR;
            return Shell.of(failed ? SignIns.known(request) : signIns.who(request));
        }

        /// Nothing on a page that says what is wrong: the database may be what is.
        @ModelAttribute("unread")
        UnreadNotices unread(HttpServletRequest request) {
            boolean failed = request.getDispatcherType() == DispatcherType.ERROR;
            return new UnreadNotices(
                    notices,
                    failed ? null : signIns.who(request).map(SignedIn::person).orElse(null));
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
                @Nullable ModelAndViewContainer container,
                NativeWebRequest request,
                @Nullable WebDataBinderFactory binders) {
            HttpServletRequest http = request.getNativeRequest(HttpServletRequest.class);
            if (http == null) {
                throw new UnknownCallerException();
            }
            return signIns.who(http).orElseThrow(UnknownCallerException::new);
        }
    }
}
