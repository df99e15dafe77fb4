package io.wawp.dispatcher.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wawp.dispatcher.testing.ProjectFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;

/** {@code docker-compose.yml} as it stands where nothing of its environment is set. */
final class Compose {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z0-9_]+):-([^}]*)}");

    private final String text = ProjectFiles.read("docker-compose.yml");
    private final JsonNode file =
            new ObjectMapper()
                    .valueToTree(new Yaml().load(VARIABLE.matcher(text).replaceAll("$2")));

    /** The variables that it reads, with their defaults. */
    Map<String, String> variables() {
        var all = new TreeMap<String, String>();
        VARIABLE.matcher(text).results().forEach(each -> all.put(each.group(1), each.group(2)));
        return all;
    }

    JsonNode file() {
        return file;
    }

    JsonNode service(String name) {
        JsonNode service = file.path("services").path(name);
        if (service.isMissingNode()) {
            throw new AssertionError("there is no service " + name);
        }
        return service;
    }

    List<String> services() {
        var names = new ArrayList<String>();
        file.path("services").fieldNames().forEachRemaining(names::add);
        return names;
    }

    List<String> workers() {
        return services().stream().filter(name -> name.startsWith("worker")).toList();
    }

    Map<String, String> environment(String service) {
        var all = new TreeMap<String, String>();
        service(service)
                .path("environment")
                .properties()
                .forEach(each -> all.put(each.getKey(), each.getValue().asText()));
        return all;
    }

    /** The texts of a list. */
    List<String> list(String service, String field) {
        var all = new ArrayList<String>();
        service(service).path(field).forEach(each -> all.add(each.asText()));
        return all;
    }
}
