/** A host that answers each path in turn as told, the last answer again and again; it keeps what it was asked. */
export function answering(...answers: (Response | Error)[]) {
  const asked: string[] = [];
  const fetch = async (url: string | URL | Request): Promise<Response> => {
    const answer = answers[Math.min(asked.length, answers.length - 1)] as Response | Error;
    asked.push(String(url));
    if (answer instanceof Error) throw answer;
    return answer.clone();
  };
  return { host: { url: 'https://venue.example', fetch }, asked };
}
