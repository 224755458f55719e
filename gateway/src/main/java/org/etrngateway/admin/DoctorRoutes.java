package org.etrngateway.admin;

import static io.javalin.http.HandlerType.GET;
import static io.javalin.http.HandlerType.POST;
import static org.etrngateway.admin.Contract.says;

import io.javalin.http.Context;
import java.util.List;
import org.etrngateway.doctor.Doctor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes that are about the self-test. To ask for one changes something: it works the disk. Thread-safe. */
final class DoctorRoutes {
    private static final Logger log = LoggerFactory.getLogger(DoctorRoutes.class);
    private static final String DOCTOR = "/api/v1/doctor";

    private static final Contract REPORT = says("What the last self-test found").gives(DoctorView.class);
    private static final Contract EXAMINE =
            says("Begins a self-test, unless one runs; the answer has what the last one found")
                    .takes(Parameter.CONNECT)
                    .gives(DoctorView.class);

    private final Doctor doctor;

    DoctorRoutes(Doctor doctor) {
        this.doctor = doctor;
    }

    List<Route> routes() {
        return List.of(
                new Route(
                        GET,
                        DOCTOR,
                        Role.OPERATOR,
                        REPORT,
                        (context, by) -> context.json(DoctorView.of(doctor.report()))),
                new Route(POST, DOCTOR, Role.OPERATOR, EXAMINE, this::examine));
    }

    private void examine(Context context, Admitted by) {
        boolean connect = new Query(context).flag(Parameter.CONNECT);
        log.atInfo().addKeyValue("by", by.by()).addKeyValue("connect", connect).log("self-test asked for");
        context.json(DoctorView.of(doctor.begin(connect)));
    }
}
