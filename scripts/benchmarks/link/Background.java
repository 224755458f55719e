/** Threads that end with the process; what ends one of them before is on its standard error. */
final class Background {
    /** May fail. */
    interface Task {
        void run() throws Exception;
    }

    private Background() {}

    static void run(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (Exception e) {
                System.err.println(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
