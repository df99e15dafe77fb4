package io.wawp.dispatcher.config;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The environment without what is not meant for us: empty variables, which count as not set, those
 * of the launcher, and those that Kubernetes injects for services that happen to be called like us.
 */
final class Environment {
    private static final Pattern OURS = Pattern.compile("(KAFKA|WAWP|DISPATCHER)_[A-Z0-9_]+");
    private static final Pattern SERVICE =
            Pattern.compile(
                    ".+_SERVICE_HOST|.+_SERVICE_PORT(_[A-Z0-9_]+)?"
                            + "|.+_PORT_\\d+_(TCP|UDP|SCTP)(_(ADDR|PORT|PROTO))?");
    private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");
    private static final Set<String> LAUNCHER =
            Set.of("WAWP_JAVA_OPTS", "WAWP_JDK_DIRS", "WAWP_BUILT_BY_TEST");

    private Environment() {}

    /** What is left, sorted. */
    static Map<String, String> ours(Map<String, String> environment) {
        var ours = new TreeMap<String, String>();
        environment.forEach((name, value) -> {
            if (OURS.matcher(name).matches()
                    && !value.isBlank()
                    && !LAUNCHER.contains(name)
                    && !isInjected(name, value)) {
                ours.put(name, value);
            }
        });
        return ours;
    }

    private static boolean isInjected(String name, String value) {
        return SERVICE.matcher(name).matches()
                || (name.endsWith("_PORT") && SERVICE_ADDRESS.matcher(value).matches());
    }
}
