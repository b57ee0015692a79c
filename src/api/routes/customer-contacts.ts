/** What a customer changes alone: the own phone and e-mail. A new phone is proven by a code that is sent to it. */
import type { CustomerCommand } from '../../actors/customer/commands.ts';
import type { CustomerState } from '../../actors/customer/state.ts';
import { codeSentSchema } from '../../contracts/codes.ts';
import { askPhoneCodeSchema, customerSchema, editContactsSchema } from '../../contracts/customers.ts';
import type { ActorState } from '../../engine/actor-types.ts';
import { codeSent, sendCode } from '../code-sending.ts';
import { given, item, runCommands } from '../commands.ts';
import { type CodeSubject, redeemForCall } from '../one-time-codes.ts';
import { readPhone, withPhone } from '../phone.ts';
import { ApiProblem } from '../problem.ts';
import { type Call, defineRoute, type Route } from '../route.ts';
import { customerAnswer, customerParams } from './customers.ts';

const tag = 'Customers';

export const customerContactRoutes: readonly Route[] = [
  defineRoute({
    method: 'post',
    path: '/api/v1/customers/:id/contacts/codes',
    tag,
    summary: 'Send a one-time code to a phone that is to become the own one',
    access: ['customers.edit_own'],
    params: customerParams,
    body: askPhoneCodeSchema,
    answers: { 202: { description: 'Sent, if it can be reached', schema: codeSentSchema } },
    handle: async (call, api) => {
      const id = requireOwn(call);
      await api.registrationLimits.codesPerAddress.take(call.address);
      const phone = await readPhone(call.body.phone, 'phone');
      await sendCode(api, codeOf(id, phone), { phone, locale: call.viewer.locale }, id);
      return codeSent;
    },
  }),
  defineRoute({
    method: 'patch',
    path: '/api/v1/customers/:id/contacts',
    tag,
    summary: 'Change the own phone, with the code that was sent to the new one, and e-mail',
    access: ['customers.edit_own'],
    params: customerParams,
    body: editContactsSchema,
    idempotent: true,
    ifMatch: 'required',
    answers: {
      200: { description: 'The customer as it is now', schema: customerSchema },
      422: { description: 'The phone is new, and its code is missing, wrong, too old or spent' },
    },
    handle: async (call, api) => {
      const actor = { kind: 'customer', id: requireOwn(call) };
      const { code, ...written } = call.body;
      const fields = given(await withPhone(written));
      const answer = (state: ActorState) => customerAnswer(state as CustomerState, call.viewer);
      const command: CustomerCommand = { type: 'edit_own', fields, proven: false };
      if (code === undefined || !fields.phone) {
        return await runCommands(api, call, {
          items: [item(call, actor, command, { ifMatch: true })],
          answer: ([state]) => answer(state as ActorState),
        });
      }
      return await redeemForCall<CustomerCommand>(api, call, codeOf(actor.id, fields.phone), code, {
        actor,
        look: { ...command, fields: {} },
        command: { ...command, proven: true },
        answer,
      });
    },
  }),
];

/** @throws ApiProblem not_found */
function requireOwn({ params, viewer }: Call<{ readonly id: string }, unknown, unknown>): string {
  if (params.id !== viewer.customerId) throw new ApiProblem('not_found');
  return params.id;
}

/** Of this phone for this customer: what somebody got for their account opens no other one. */
function codeOf(customerId: string, phone: string): CodeSubject {
  return { purpose: 'customer_phone', subject: `${customerId} ${phone}` };
}
