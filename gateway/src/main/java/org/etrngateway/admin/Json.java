package org.etrngateway.admin;

import java.lang.reflect.Type;
import tools.jackson.databind.json.JsonMapper;

/** Jackson 3 for Javalin, whose own default is Jackson 2. Thread-safe. */
final class Json implements io.javalin.json.JsonMapper {
    private final JsonMapper mapper = JsonMapper.builder().build();

    @Override
    public String toJsonString(Object value, Type type) {
        return mapper.writeValueAsString(value);
    }
}
