// A day at the till, driven from Java 11 or newer: java Day.java http://127.0.0.1:8400/
// A whole scenario is handed over and judged. Exit status 1: it failed.
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

public final class Day {
    private static final String FEATURE = String.join("\\n",
        "Feature: From Java",
        "  Scenario: The till crashes with the bank's answer on its way",
        "    Given the till crashes when the next sale has been booked",
        "    When the cashier sells 12.50 by card",
        "    Then every check holds");

    public static void main(String[] args) throws IOException, InterruptedException {
        String base = args.length > 0 ? args[0] : "http://127.0.0.1:8400/";
        String body = "{\"kind\": \"feature\", \"name\": \"" + FEATURE + "\"}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "api/play"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
        HttpResponse<String> answer =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build().send(request, HttpResponse.BodyHandlers.ofString());
        System.out.println(answer.body());
        System.exit(answer.body().startsWith("{\"verdict\":\"pass\"") ? 0 : 1);
    }
}
